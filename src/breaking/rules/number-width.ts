import { changes } from "../../diagnostics/catalogue/breaking.ts";
import { differentPlaces } from "../different-places.ts";
import type { Rule } from "../rule.ts";

/** Numbers keep their width. */
export const numberWidth: Rule = {
  name: "number-width",
  run({ places }, report) {
    for (const { subject, facts, difference } of differentPlaces(places, "width")) {
      report(changes.widthChanged, subject, { ...facts, ...difference });
    }
  },
};
