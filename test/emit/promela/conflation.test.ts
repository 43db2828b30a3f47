import { describe, expect, test } from "vitest";
import { seededConflationFaults } from "../../../src/emit/promela/conflation-template.ts";
import { hasSpin, search } from "./spin.ts";
import { modelsOfStates } from "./states.ts";

const model = modelsOfStates().get("formal/conflation.pml") ?? "";

test("the model says whose reports it is of, and what it leaves out", () => {
  expect(model).toContain("cpu[0] -> cpu[1]: reports of how far ordered has come");
  expect(model).toContain("over a ring of 64 slots, here of 2.");
});

describe.skipIf(!hasSpin)("SPIN", () => {
  test("finds that the latest arrives, and what was asked, and that no more than one of a kind waits", () => {
    const { errors, complete, states, output } = search(model);
    expect({ errors, complete }, output).toEqual({ errors: 0, complete: true });
    expect(states).toBeGreaterThan(50_000);
  });

  test.each(seededConflationFaults)("finds what is wrong when $text", ({ name }) => {
    expect(search(model, [name]).errors).toBeGreaterThan(0);
  });
});
