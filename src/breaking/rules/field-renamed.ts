import { changes } from "../../diagnostics/catalogue/breaking.ts";
import { subjectOf } from "../changed-layout.ts";
import { whatIs } from "../compare-layouts.ts";
import type { Rule } from "../rule.ts";

/** A field, parameter or result keeps its name. */
export const fieldRenamed: Rule = {
  name: "field-renamed",
  run({ layouts }, report) {
    for (const layout of layouts) {
      for (const { old, new: now } of layout.fields.renamed) {
        const subject = subjectOf(layout, { old: old.at, new: now.at });
        report(changes.fieldRenamed, subject, { what: whatIs(layout, old.name), new: now.name });
      }
    }
  },
};
