import { describe, test } from "vitest";
import { seededShootdownFaults } from "../../../src/emit/promela/shootdown/shootdown-template.ts";
import { expectFault, expectProven, hasSpin, patience } from "./spin.ts";
import { modelOf } from "./states.ts";

const model = modelOf("stale");

describe.skipIf(!hasSpin)("SPIN", { timeout: patience }, () => {
  test("finds everything applied everywhere that was told of, whoever is excluded", () => {
    expectProven(model, [], 2_000);
  });

  test("finds the same when the lost replica starts anew", () => {
    expectProven(model, ["REJOIN"], 10_000);
  });

  test.each(seededShootdownFaults)("finds what is wrong when $text", ({ name }) => {
    expectFault(model, [name, "REJOIN"]);
  });
});
