import { changes } from "../../diagnostics/catalogue/breaking.ts";
import { subjectOfChoice } from "../changed-choice.ts";
import { subjectOf } from "../changed-layout.ts";
import type { Rule } from "../rule.ts";

/** Strict types stay strict, open types open. */
export const strictness: Rule = {
  name: "strictness",
  run({ choices, layouts }, report) {
    for (const choice of choices) {
      const open = choice.new.open;
      if (choice.old.open === open) continue;
      report(changes.strictnessChanged, subjectOfChoice(choice), { what: `the ${choice.kind} ${choice.whose}`, open });
    }
    for (const layout of layouts) {
      const open = layout.isOpen.new;
      if (layout.isOpen.old === open) continue;
      report(changes.strictnessChanged, subjectOf(layout, layout.at), { what: `the struct ${layout.whose}`, open });
    }
  },
};
