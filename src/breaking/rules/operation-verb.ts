import { changes } from "../../diagnostics/catalogue/breaking.ts";
import { changedOperations } from "../changed-operations.ts";
import type { Rule } from "../rule.ts";

/** A call stays a call, a stream a stream. */
export const operationVerb: Rule = {
  name: "operation-verb",
  run({ operations }, report) {
    for (const { name, subject, old, new: now } of changedOperations(operations, ({ verb }) => verb)) {
      report(changes.verbChanged, subject, { operation: name, old: old.verb, new: now.verb });
    }
  },
};
