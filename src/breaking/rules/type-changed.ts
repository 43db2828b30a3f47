import { changes } from "../../diagnostics/catalogue/breaking.ts";
import { differentPlaces } from "../different-places.ts";
import type { Rule } from "../rule.ts";

/** Nothing else stands in the place of what was there. */
export const typeChanged: Rule = {
  name: "type-changed",
  run({ places }, report) {
    for (const { subject, facts } of differentPlaces(places, "type")) report(changes.typeChanged, subject, facts);
  },
};
