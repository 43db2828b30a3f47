import { changes } from "../../diagnostics/catalogue/breaking.ts";
import type { ScalarName } from "../../plan/plan.ts";
import type { Rule } from "../rule.ts";

/** A constant keeps its type in code. */
export const constantType: Rule = {
  name: "constant-type",
  run({ constants }, report) {
    for (const { scopes, kept } of constants) {
      for (const { old, new: now } of kept) {
        const types = { old: codeType(old.type), new: codeType(now.type) };
        if (types.old === types.new) continue;
        const subject = { interface: scopes.old.interface.name, operations: null, old: old.at, new: now.at };
        report(changes.constantTypeChanged, subject, { name: `${scopes.old.interface.name}.${old.name}`, ...types });
      }
    }
  },
};

function codeType(type: ScalarName | null): string {
  return type === "u64" || type === "i64" ? "a `bigint`" : "a `number`";
}
