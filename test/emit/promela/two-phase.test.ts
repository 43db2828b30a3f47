import { describe, test } from "vitest";
import { seededTwoPhaseFaults } from "../../../src/emit/promela/sequenced/sequenced-template.ts";
import { expectFault, expectProven, hasSpin, patience } from "./spin.ts";
import { modelOf } from "./states.ts";

const model = modelOf("voted");

describe.skipIf(!hasSpin)("SPIN", { timeout: patience }, () => {
  test("finds one order and one outcome, as all have voted, and nothing lost that was decided", () => {
    expectProven(model, [], 100_000);
  });

  test("finds the same when the lost replica starts anew", () => {
    expectProven(model, ["REJOIN"], 200_000);
  });

  test.each(seededTwoPhaseFaults)("finds what is wrong when $text", ({ name }) => {
    expectFault(model, [name]);
  });
});
