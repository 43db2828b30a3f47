import { describe, expect, test } from "vitest";
import { seededBroadcastFaults } from "../../../src/emit/promela/sequenced/sequenced-template.ts";
import { hasSpin, largeSearch, patience, search } from "./spin.ts";
import { modelOf } from "./states.ts";

const model = modelOf("ordered");

describe.skipIf(!hasSpin)("SPIN", { timeout: patience }, () => {
  test("finds one order, nothing twice, and nothing lost that was agreed, whoever is excluded", () => {
    const { errors, complete, states, output } = search(model, [], largeSearch);
    expect({ errors, complete }, output).toEqual({ errors: 0, complete: true });
    expect(states).toBeGreaterThan(50_000);
  });

  test("finds the same when the lost replica starts anew", () => {
    const { errors, complete, states, output } = search(model, ["REJOIN"], largeSearch);
    expect({ errors, complete }, output).toEqual({ errors: 0, complete: true });
    expect(states).toBeGreaterThan(100_000);
  });

  test("finds the same between two replicas", () => {
    const { errors, complete, states, output } = search(modelOf("pair"), [], largeSearch);
    expect({ errors, complete }, output).toEqual({ errors: 0, complete: true });
    expect(states).toBeGreaterThan(500);
  });

  test.each(seededBroadcastFaults)("finds what is wrong when $text", ({ name }) => {
    expect(search(model, [name], largeSearch).errors).toBeGreaterThan(0);
  });
});
