import { changes } from "../../diagnostics/catalogue/breaking.ts";
import { subjectOf } from "../changed-layout.ts";
import { lastingFields, whatIs } from "../compare-layouts.ts";
import type { Rule } from "../rule.ts";

/** What is always there stays, what is optional stays so. */
export const fieldPresence: Rule = {
  name: "field-presence",
  run({ layouts }, report) {
    for (const layout of layouts) {
      for (const { old, new: now } of lastingFields(layout.fields)) {
        const optional = now.presence !== null;
        if ((old.presence !== null) === optional) continue;
        const subject = subjectOf(layout, { old: old.at, new: now.at });
        report(changes.presenceChanged, subject, { what: whatIs(layout, old.name), optional });
      }
    }
  },
};
