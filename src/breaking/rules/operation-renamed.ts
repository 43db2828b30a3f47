import { changes } from "../../diagnostics/catalogue/breaking.ts";
import { nameOf } from "../pair-operations.ts";
import type { Rule } from "../rule.ts";

/** An operation keeps its name. */
export const operationRenamed: Rule = {
  name: "operation-renamed",
  run({ operations }, report) {
    for (const { scopes, renamed } of operations) {
      for (const { old, new: now } of renamed) {
        const name = nameOf(old, scopes.old);
        const subject = { interface: scopes.old.interface.name, operations: [name], old: old.at, new: now.at };
        report(changes.operationRenamed, subject, { operation: name, old: name, new: now.name });
      }
    }
  },
};
