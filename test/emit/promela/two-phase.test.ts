import { describe, expect, test } from "vitest";
import { seededTwoPhaseFaults } from "../../../src/emit/promela/sequenced/sequenced-template.ts";
import { hasSpin, largeSearch, patience, search } from "./spin.ts";
import { modelOf } from "./states.ts";

const model = modelOf("voted");

describe.skipIf(!hasSpin)("SPIN", { timeout: patience }, () => {
  test("finds one order and one outcome, as all have voted, and nothing lost that was decided", () => {
    const { errors, complete, states, output } = search(model, [], largeSearch);
    expect({ errors, complete }, output).toEqual({ errors: 0, complete: true });
    expect(states).toBeGreaterThan(100_000);
  });

  test("finds the same when the lost replica starts anew", () => {
    const { errors, complete, states, output } = search(model, ["REJOIN"], largeSearch);
    expect({ errors, complete }, output).toEqual({ errors: 0, complete: true });
    expect(states).toBeGreaterThan(500_000);
  });

  test.each(seededTwoPhaseFaults)("finds what is wrong when $text", ({ name }) => {
    expect(search(model, [name], largeSearch).errors).toBeGreaterThan(0);
  });
});
