import { changes } from "../../diagnostics/catalogue/breaking.ts";
import type { Rule } from "../rule.ts";

/** A constant keeps its value. */
export const constantChanged: Rule = {
  name: "constant-changed",
  run({ constants }, report) {
    for (const { scopes, kept } of constants) {
      for (const { old, new: now } of kept) {
        if (old.value === now.value) continue;
        const subject = { interface: scopes.old.interface.name, operations: null, old: old.at, new: now.at };
        const name = `${scopes.old.interface.name}.${old.name}`;
        report(changes.constantChanged, subject, { name, old: String(old.value), new: String(now.value) });
      }
    }
  },
};
