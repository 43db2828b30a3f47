import { changes } from "../../diagnostics/catalogue/breaking.ts";
import { isOpen, subjectOfChoice } from "../changed-choice.ts";
import { whatIs } from "../compare-layouts.ts";
import type { Rule } from "../rule.ts";

/** No member goes away. */
export const memberRemoved: Rule = {
  name: "member-removed",
  run({ choices }, report) {
    for (const choice of choices) {
      for (const { name, number } of choice.members.removed) {
        const kind = isOpen(choice) ? changes.openMemberRemoved : changes.memberRemoved;
        report(kind, subjectOfChoice(choice), { what: whatIs(choice, name), number });
      }
    }
  },
};
