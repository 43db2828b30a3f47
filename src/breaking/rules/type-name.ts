import { changes } from "../../diagnostics/catalogue/breaking.ts";
import { differentPlaces } from "../different-places.ts";
import type { Rule } from "../rule.ts";

/** In code, a value keeps its type: ids stay ids. */
export const typeName: Rule = {
  name: "type-name",
  run({ places }, report) {
    for (const { subject, facts } of differentPlaces(places, "name")) {
      report(changes.typeNameChanged, { ...subject, affects: ["code"] }, facts);
    }
  },
};
