import { describe, test } from "vitest";
import { seededBereavementFaults } from "../../../src/emit/promela/majority/bereavement/bereavement-template.ts";
import { expectFault, expectProven, hasSpin, patience } from "./spin.ts";
import { modelOf } from "./states.ts";

const model = modelOf("led-bereavement");

describe.skipIf(!hasSpin)("SPIN", { timeout: patience }, () => {
  test("finds that one says that the state is lost, and only when nobody knows of a majority", () => {
    expectProven(model, [], 200_000);
  });

  test.each(seededBereavementFaults)("finds what is wrong when $text", ({ name }) => {
    expectFault(model, [name]);
  });
});
