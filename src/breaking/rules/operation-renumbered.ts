import { changes } from "../../diagnostics/catalogue/breaking.ts";
import type { PlanOperation } from "../../plan/plan.ts";
import { nameOf, type OperationPairing } from "../pair-operations.ts";
import type { Pair } from "../pairing.ts";
import type { Rule } from "../rule.ts";

/** Operations keep their numbers; one that is put in between moves all behind it, which is one change. */
export const operationRenumbered: Rule = {
  name: "operation-renumbered",
  run({ operations }, report) {
    for (const pairing of operations) {
      const { scopes, kept } = pairing;
      const moved = kept.filter(({ old, new: now }) => old.opcode !== now.opcode);
      const [first] = moved;
      if (first === undefined) continue;
      const names = moved.map(({ old }) => nameOf(old, scopes.old));
      const subject = { interface: scopes.old.interface.name, operations: names, old: first.old.at, new: first.new.at };
      report(changes.operationRenumbered, subject, { moves: moved.map((pair) => moveOf(pair, pairing)) });
    }
  },
};

function moveOf({ old, new: now }: Pair<PlanOperation>, { scopes }: OperationPairing) {
  const successor = scopes.new.interface.operations.find(({ opcode }) => opcode === old.opcode)?.name ?? null;
  return { what: `\`${nameOf(old, scopes.old)}\``, old: old.opcode, new: now.opcode, successor };
}
