import { changes } from "../../diagnostics/catalogue/breaking.ts";
import { nameOf } from "../pair-operations.ts";
import type { Rule } from "../rule.ts";

/** The number of an operation that is gone means nothing else. */
export const operationNumberReused: Rule = {
  name: "operation-number-reused",
  run({ operations }, report) {
    for (const { scopes, reused } of operations) {
      for (const { old, new: now } of reused) {
        const name = nameOf(old, scopes.old);
        const subject = { interface: scopes.old.interface.name, operations: [name], old: old.at, new: now.at };
        report(changes.numberReused, subject, {
          operation: name,
          successor: nameOf(now, scopes.new),
          number: old.opcode,
        });
      }
    }
  },
};
