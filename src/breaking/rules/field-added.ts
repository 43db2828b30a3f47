import { changes } from "../../diagnostics/catalogue/breaking.ts";
import { affectedByAdded, describeAdded, subjectOf } from "../changed-layout.ts";
import { whatIs } from "../compare-layouts.ts";
import { printType } from "../print-type.ts";
import type { Rule } from "../rule.ts";

/** Nothing is added to a message, but optional fields at the end of an open struct. */
export const fieldAdded: Rule = {
  name: "field-added",
  run({ layouts }, report) {
    for (const layout of layouts) {
      for (const field of layout.fields.added) {
        const subject = subjectOf(layout, { old: layout.at.old, new: field.at });
        const facts = { what: whatIs(layout, field.name), type: printType(field.type, layout.scopes.new) };
        const affects = affectedByAdded(field, layout);
        if (affects.length === 0) report(changes.openFieldAdded, subject, facts);
        else report(changes.fieldAdded, { ...subject, affects }, { ...facts, growth: describeAdded(field, layout) });
      }
    }
  },
};
