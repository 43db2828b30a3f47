import { describe, test } from "vitest";
import { seededBroadcastFaults } from "../../../src/emit/promela/sequenced/sequenced-template.ts";
import { expectFault, expectProven, hasSpin, patience } from "./spin.ts";
import { modelOf } from "./states.ts";

const model = modelOf("ordered");

describe.skipIf(!hasSpin)("SPIN", { timeout: patience }, () => {
  test("finds one order, nothing twice, and nothing lost that was agreed, whoever is excluded", () => {
    expectProven(model, [], 50_000);
  });

  test("finds the same when the lost replica starts anew", () => {
    expectProven(model, ["REJOIN"], 100_000);
  });

  test("finds the same between two replicas", () => {
    expectProven(modelOf("pair"), [], 500);
  });

  test.each(seededBroadcastFaults)("finds what is wrong when $text", ({ name }) => {
    expectFault(model, [name]);
  });
});
