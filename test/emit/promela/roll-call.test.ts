import { describe, expect, test } from "vitest";
import { seededRollCallFaults } from "../../../src/emit/promela/majority/roll-call/roll-call-template.ts";
import { expectFault, expectProven, hasSpin, patience } from "./spin.ts";
import { modelOf, modelsOfStates } from "./states.ts";

const model = modelOf("led-roll-call");

test("there are models of servers that change where three or more decide by majority", () => {
  const paths = [...modelsOfStates().keys()].filter((path) => /-(?:roll-call|bereavement)\.pml$/.test(path));
  expect(paths).toEqual(["formal/states/led-roll-call.pml", "formal/states/led-bereavement.pml"]);
});

describe.skipIf(!hasSpin)("SPIN", { timeout: patience }, () => {
  test("finds that servers are changed one by one, and never so that too few are alive to agree on it", () => {
    expectProven(model, [], 10_000);
  });

  test("finds the same when the lost server starts anew", () => {
    expectProven(model, ["REJOIN"], 500_000);
  });

  test.each(seededRollCallFaults)("finds what is wrong when $text", ({ name }) => {
    expectFault(model, [name]);
  });
});
