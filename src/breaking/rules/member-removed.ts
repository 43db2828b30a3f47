import { changes } from "../../diagnostics/catalogue/breaking.ts";
import { isOpen, subjectOfChoice } from "../changed-choice.ts";
import { whatIs } from "../compare-layouts.ts";
import type { Rule } from "../rule.ts";

/** No member goes away. */
export const memberRemoved: Rule = {
  name: "member-removed",
  run({ choices }, report) {
    for (const choice of choices) {
      for (const member of choice.members.removed) {
        const kind = isOpen(choice) ? changes.openMemberRemoved : changes.memberRemoved;
        const facts = { what: whatIs(choice, member.name), number: member.number };
        report(kind, subjectOfChoice(choice, { old: member }), facts);
      }
    }
  },
};
