import { changes } from "../../diagnostics/catalogue/breaking.ts";
import { subjectOfChoice } from "../changed-choice.ts";
import type { ChoiceMember, ChoicePair } from "../compare-choices.ts";
import { whatIs } from "../compare-layouts.ts";
import type { Pair } from "../pairing.ts";
import type { Rule } from "../rule.ts";

/** Members keep their numbers; one that is put in between moves all behind it, which is one change. */
export const memberRenumbered: Rule = {
  name: "member-renumbered",
  run({ choices }, report) {
    for (const choice of choices) {
      const moved = choice.members.kept.filter(({ old, new: now }) => old.number !== now.number);
      const [first] = moved;
      if (first === undefined) continue;
      const moves = moved.map((pair) => moveOf(pair, choice));
      report(changes.memberRenumbered, subjectOfChoice(choice, first), { moves });
    }
  },
};

function moveOf({ old, new: now }: Pair<ChoiceMember>, choice: ChoicePair) {
  const successor = choice.new.members.find(({ number }) => number === old.number)?.name ?? null;
  return { what: whatIs(choice, old.name), old: old.number, new: now.number, successor };
}
