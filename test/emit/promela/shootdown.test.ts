import { describe, expect, test } from "vitest";
import { seededShootdownFaults } from "../../../src/emit/promela/shootdown/shootdown-template.ts";
import { hasSpin, largeSearch, patience, search } from "./spin.ts";
import { modelOf } from "./states.ts";

const model = modelOf("stale");

describe.skipIf(!hasSpin)("SPIN", { timeout: patience }, () => {
  test("finds everything applied everywhere that was told of, whoever is excluded", () => {
    const { errors, complete, states, output } = search(model, [], largeSearch);
    expect({ errors, complete }, output).toEqual({ errors: 0, complete: true });
    expect(states).toBeGreaterThan(2_000);
  });

  test("finds the same when the lost replica starts anew", () => {
    const { errors, complete, states, output } = search(model, ["REJOIN"], largeSearch);
    expect({ errors, complete }, output).toEqual({ errors: 0, complete: true });
    expect(states).toBeGreaterThan(10_000);
  });

  test.each(seededShootdownFaults)("finds what is wrong when $text", ({ name }) => {
    expect(search(model, [name, "REJOIN"], largeSearch).errors).toBeGreaterThan(0);
  });
});
