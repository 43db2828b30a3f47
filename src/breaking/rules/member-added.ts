import { changes } from "../../diagnostics/catalogue/breaking.ts";
import { isOpen, subjectOfChoice } from "../changed-choice.ts";
import { whatIs } from "../compare-layouts.ts";
import type { Rule } from "../rule.ts";

/** Only open types get new members. */
export const memberAdded: Rule = {
  name: "member-added",
  run({ choices }, report) {
    for (const choice of choices) {
      for (const member of choice.members.added) {
        const kind = isOpen(choice) ? changes.openMemberAdded : changes.memberAdded;
        const facts = { what: whatIs(choice, member.name), number: member.number };
        report(kind, subjectOfChoice(choice, { new: member }), facts);
      }
    }
  },
};
