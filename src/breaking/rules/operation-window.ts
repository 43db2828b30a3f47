import { changes } from "../../diagnostics/catalogue/breaking.ts";
import { changedOperations } from "../changed-operations.ts";
import type { Rule } from "../rule.ts";

/** As much may be under way as before. */
export const operationWindow: Rule = {
  name: "operation-window",
  run({ operations }, report) {
    for (const { name, subject, old, new: now } of changedOperations(operations, ({ window }) => window)) {
      const facts = { operation: name, old: print(old.window), new: print(now.window) };
      report(changes.windowChanged, subject, { ...facts, shrunk: sizeOf(now.window) < sizeOf(old.window) });
    }
  },
};

function sizeOf(window: number | null): number {
  return window ?? Number.POSITIVE_INFINITY;
}

function print(window: number | null): string {
  return window === null ? "no window of its own" : `a window of ${window}`;
}
