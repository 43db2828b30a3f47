import { changes } from "../../diagnostics/catalogue/breaking.ts";
import { subjectOfChoice } from "../changed-choice.ts";
import { whatIs } from "../compare-layouts.ts";
import type { Rule } from "../rule.ts";

/** A member keeps its number. */
export const memberRenumbered: Rule = {
  name: "member-renumbered",
  run({ choices }, report) {
    for (const choice of choices) {
      for (const { old, new: now } of choice.members.kept) {
        if (old.number === now.number) continue;
        const successor = choice.new.members.find(({ number }) => number === old.number)?.name ?? null;
        const facts = { what: whatIs(choice, old.name), old: old.number, new: now.number, successor };
        report(changes.memberRenumbered, subjectOfChoice(choice, { old, new: now }), facts);
      }
    }
  },
};
