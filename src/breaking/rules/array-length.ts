import { changes } from "../../diagnostics/catalogue/breaking.ts";
import { differentPlaces } from "../different-places.ts";
import type { Rule } from "../rule.ts";

/** Arrays of a fixed length keep it. */
export const arrayLength: Rule = {
  name: "array-length",
  run({ places }, report) {
    for (const { subject, facts } of differentPlaces(places, "length")) report(changes.lengthChanged, subject, facts);
  },
};
