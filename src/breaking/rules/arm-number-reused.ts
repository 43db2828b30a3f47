import { changes } from "../../diagnostics/catalogue/breaking.ts";
import { subjectOfChoice } from "../changed-choice.ts";
import { whatIs } from "../compare-layouts.ts";
import type { Rule } from "../rule.ts";

/** The number of an arm that is gone means nothing else. */
export const armNumberReused: Rule = {
  name: "arm-number-reused",
  run({ choices }, report) {
    for (const choice of choices) {
      for (const { old, new: now } of choice.members.reused) {
        const facts = { what: whatIs(choice, old.name), successor: now.name, number: old.number };
        report(changes.numberTaken, subjectOfChoice(choice, { old, new: now }), facts);
      }
    }
  },
};
