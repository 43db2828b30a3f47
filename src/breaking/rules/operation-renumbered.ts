import { changes } from "../../diagnostics/catalogue/breaking.ts";
import { nameOf } from "../pair-operations.ts";
import type { Rule } from "../rule.ts";

/** An operation keeps its number. */
export const operationRenumbered: Rule = {
  name: "operation-renumbered",
  run({ operations }, report) {
    for (const { scopes, kept } of operations) {
      for (const { old, new: now } of kept) {
        if (old.opcode === now.opcode) continue;
        const name = nameOf(old, scopes.old);
        const successor = scopes.new.interface.operations.find(({ opcode }) => opcode === old.opcode)?.name ?? null;
        const subject = { interface: scopes.old.interface.name, operations: [name], old: old.at, new: now.at };
        report(changes.operationRenumbered, subject, { operation: name, old: old.opcode, new: now.opcode, successor });
      }
    }
  },
};
