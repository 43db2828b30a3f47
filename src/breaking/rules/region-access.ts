import { changes } from "../../diagnostics/catalogue/breaking.ts";
import { differentPlaces } from "../different-places.ts";
import type { Rule } from "../rule.ts";

/** What is lent to be read stays so, what may be written too. */
export const regionAccess: Rule = {
  name: "region-access",
  run({ places }, report) {
    for (const { subject, facts, difference } of differentPlaces(places, "access")) {
      report(changes.accessChanged, subject, { ...facts, writable: difference.writable });
    }
  },
};
