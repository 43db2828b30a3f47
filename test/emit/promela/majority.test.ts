import { describe, test } from "vitest";
import { seededMajorityFaults } from "../../../src/emit/promela/majority/majority-template.ts";
import { expectFault, expectProven, hasSpin, patience } from "./spin.ts";
import { modelOf } from "./states.ts";

const model = modelOf("led");

describe.skipIf(!hasSpin)("SPIN", { timeout: patience }, () => {
  test("finds one log, one leader a term, and all that was told of, whoever crashes and whatever message is lost", () => {
    expectProven(model, [], 100_000);
  });

  test("finds the same when servers stand against each other and against the leader", () => {
    expectProven(model, ["RIVALS"], 50_000);
  });

  test.each(seededMajorityFaults)("finds what is wrong when $text", ({ name, needs }) => {
    expectFault(model, [name, ...needs]);
  });
});
