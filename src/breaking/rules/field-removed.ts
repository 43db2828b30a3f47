import { changes } from "../../diagnostics/catalogue/breaking.ts";
import { affectedByRemoved, canBeMissing, describeRemoved, subjectOf } from "../changed-layout.ts";
import { whatIs } from "../compare-layouts.ts";
import { printType } from "../print-type.ts";
import type { Rule } from "../rule.ts";

/** Nothing goes from a message. */
export const fieldRemoved: Rule = {
  name: "field-removed",
  run({ layouts }, report) {
    for (const layout of layouts) {
      for (const field of layout.fields.removed) {
        const subject = subjectOf(layout, { old: field.at, new: layout.at.new });
        const facts = { what: whatIs(layout, field.name), type: printType(field.type, layout.scopes.old) };
        const affects = affectedByRemoved(field, layout);
        if (canBeMissing(field, layout)) report(changes.openFieldDropped, subject, facts);
        else
          report(changes.fieldRemoved, { ...subject, affects }, { ...facts, growth: describeRemoved(field, layout) });
      }
    }
  },
};
