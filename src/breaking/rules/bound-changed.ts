import { changes } from "../../diagnostics/catalogue/breaking.ts";
import { differentPlaces } from "../different-places.ts";
import type { Rule } from "../rule.ts";

/** Bounds of strings, bytes, arrays and regions stay. */
export const boundChanged: Rule = {
  name: "bound-changed",
  run({ places }, report) {
    for (const { subject, facts, difference } of differentPlaces(places, "bound")) {
      report(changes.boundChanged, subject, { ...facts, grown: difference.grown });
    }
  },
};
