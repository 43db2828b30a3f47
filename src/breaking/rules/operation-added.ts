import { changes } from "../../diagnostics/catalogue/breaking.ts";
import { nameOf } from "../pair-operations.ts";
import type { Rule } from "../rule.ts";

/** Compatible: an operation that nobody knew. */
export const operationAdded: Rule = {
  name: "operation-added",
  run({ operations }, report) {
    for (const { scopes, added } of operations) {
      for (const operation of added) {
        const name = nameOf(operation, scopes.new);
        const { name: within, at } = scopes.old.interface;
        const { verb } = operation;
        const subject = { interface: within, operations: [name], old: at, new: operation.at };
        report(changes.operationAdded, subject, { operation: name, verb, mustServe: verb !== "event" });
      }
    }
  },
};
