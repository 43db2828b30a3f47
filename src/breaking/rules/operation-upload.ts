import { changes } from "../../diagnostics/catalogue/breaking.ts";
import { changedOperations } from "../changed-operations.ts";
import type { Rule } from "../rule.ts";

/** A client streams items up, or does not, as before. */
export const operationUpload: Rule = {
  name: "operation-upload",
  run({ operations }, report) {
    for (const { name, subject, old, new: now } of changedOperations(operations, ({ upload }) => upload !== null)) {
      if (old.verb !== now.verb) continue;
      report(changes.uploadChanged, subject, { operation: name, gained: now.upload !== null });
    }
  },
};
