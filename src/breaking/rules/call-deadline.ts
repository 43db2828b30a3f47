import { changes } from "../../diagnostics/catalogue/breaking.ts";
import { changedOperations } from "../changed-operations.ts";
import { printDuration } from "../print-duration.ts";
import type { Rule } from "../rule.ts";

/** Clients wait as long as they did, or longer. */
export const callDeadline: Rule = {
  name: "call-deadline",
  run({ operations }, report) {
    for (const { name, subject, old, new: now } of changedOperations(operations, deadlineOf)) {
      const kind = deadlineOf(now) < deadlineOf(old) ? changes.deadlineShortened : changes.deadlineLengthened;
      report(kind, subject, { operation: name, old: print(old.deadline), new: print(now.deadline) });
    }
  },
};

/** Of a call that states none, in picoseconds: the `defaultTimeout` of the runtime. A test holds the two equal. */
export const usualDeadline = 5_000_000_000_000;

function deadlineOf({ deadline }: { readonly deadline: number | null }): number {
  return deadline ?? usualDeadline;
}

function print(deadline: number | null): string {
  return deadline === null ? `the usual ${printDuration(usualDeadline)}` : printDuration(deadline);
}
