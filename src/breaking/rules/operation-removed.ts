import { changes } from "../../diagnostics/catalogue/breaking.ts";
import { nameOf } from "../pair-operations.ts";
import type { Rule } from "../rule.ts";

/** No operation goes away. */
export const operationRemoved: Rule = {
  name: "operation-removed",
  run({ operations }, report) {
    for (const { scopes, removed } of operations) {
      for (const operation of removed) {
        const name = nameOf(operation, scopes.old);
        const { name: within } = scopes.old.interface;
        const subject = { interface: within, operations: [name], old: operation.at, new: scopes.new.interface.at };
        report(changes.operationRemoved, subject, { operation: name, verb: operation.verb });
      }
    }
  },
};
