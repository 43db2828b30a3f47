import { changes } from "../../diagnostics/catalogue/breaking.ts";
import { changedOperations } from "../changed-operations.ts";
import type { Rule } from "../rule.ts";

/** A call that may be repeated may be repeated for ever. */
export const callIdempotent: Rule = {
  name: "call-idempotent",
  run({ operations }, report) {
    for (const { name, subject, new: now } of changedOperations(operations, ({ idempotent }) => idempotent)) {
      report(now.idempotent ? changes.idempotentGained : changes.idempotentDropped, subject, { operation: name });
    }
  },
};
