import { describe, expect, test } from "vitest";
import { seededMajorityFaults } from "../../../src/emit/promela/majority/majority-template.ts";
import { hasSpin, largeSearch, patience, search } from "./spin.ts";
import { modelOf } from "./states.ts";

const model = modelOf("led");

describe.skipIf(!hasSpin)("SPIN", { timeout: patience }, () => {
  test("finds one log, one leader a term, and all that was told of, whoever crashes and whatever message is lost", () => {
    const { errors, complete, states, output } = search(model, [], largeSearch);
    expect({ errors, complete }, output).toEqual({ errors: 0, complete: true });
    expect(states).toBeGreaterThan(100_000);
  });

  test("finds the same when servers stand against each other and against the leader", () => {
    const { errors, complete, states, output } = search(model, ["RIVALS"], largeSearch);
    expect({ errors, complete }, output).toEqual({ errors: 0, complete: true });
    expect(states).toBeGreaterThan(50_000);
  });

  test.each(seededMajorityFaults)("finds what is wrong when $text", ({ name, needs }) => {
    expect(search(model, [name, ...needs], largeSearch).errors).toBeGreaterThan(0);
  });
});
