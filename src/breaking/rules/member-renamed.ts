import { changes } from "../../diagnostics/catalogue/breaking.ts";
import { subjectOfChoice } from "../changed-choice.ts";
import { whatIs } from "../compare-layouts.ts";
import type { Rule } from "../rule.ts";

/** A member keeps its name. */
export const memberRenamed: Rule = {
  name: "member-renamed",
  run({ choices }, report) {
    for (const choice of choices) {
      for (const { old, new: now } of choice.members.renamed) {
        const facts = { what: whatIs(choice, old.name), new: now.name, number: old.number };
        report(changes.memberRenamed, subjectOfChoice(choice, { old, new: now }), facts);
      }
    }
  },
};
