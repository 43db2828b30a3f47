import { changes } from "../../diagnostics/catalogue/breaking.ts";
import { differentPlaces } from "../different-places.ts";
import type { Rule } from "../rule.ts";

/** The bytes of a number mean the same number. */
export const numberRepresentation: Rule = {
  name: "number-representation",
  run({ places }, report) {
    for (const { subject, facts, difference } of differentPlaces(places, "representation")) {
      report(changes.representationChanged, subject, { ...facts, bytes: difference.bytes });
    }
  },
};
