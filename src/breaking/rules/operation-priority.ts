import { changes } from "../../diagnostics/catalogue/breaking.ts";
import { changedOperations } from "../changed-operations.ts";
import type { Rule } from "../rule.ts";

/** What waits goes in the order it went. */
export const operationPriority: Rule = {
  name: "operation-priority",
  run({ operations }, report) {
    for (const { name, subject, old, new: now } of changedOperations(operations, ({ priority }) => priority)) {
      const facts = { operation: name, old: String(old.priority), new: String(now.priority) };
      report(changes.priorityChanged, subject, facts);
    }
  },
};
