import { changes } from "../../diagnostics/catalogue/breaking.ts";
import { subjectOfChoice } from "../changed-choice.ts";
import { type ChoicePair, shapeOfMember } from "../compare-choices.ts";
import type { Rule } from "../rule.ts";

/** Enums, flags and unions keep their size. */
export const choiceStorage: Rule = {
  name: "choice-storage",
  run({ choices }, report) {
    for (const choice of choices) {
      const { kind, whose, old, new: now } = choice;
      if (old.storage === now.storage || isConsequence(choice)) continue;
      const facts = { what: `the ${kind} ${whose}`, old: old.storage, new: now.storage };
      report(changes.storageChanged, subjectOfChoice(choice), facts);
    }
  },
};

/** A strict union is as large as its arms, each of which is told by itself, and so is what changed within them. */
function isConsequence({ kind, old, new: now, scopes, members }: ChoicePair): boolean {
  if (kind !== "union") return false;
  const isStrict = !old.open || !now.open;
  return (
    isStrict || members.kept.some((pair) => shapeOfMember(pair.old, scopes.old) !== shapeOfMember(pair.new, scopes.new))
  );
}
