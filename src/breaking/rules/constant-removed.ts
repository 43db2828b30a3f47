import { changes } from "../../diagnostics/catalogue/breaking.ts";
import type { Rule } from "../rule.ts";

/** Every constant can still be imported. */
export const constantRemoved: Rule = {
  name: "constant-removed",
  run({ constants }, report) {
    for (const { scopes, removed } of constants) {
      for (const { name, at } of removed) {
        const subject = {
          interface: scopes.old.interface.name,
          operations: null,
          old: at,
          new: scopes.new.interface.at,
        };
        report(changes.constantRemoved, subject, { name: `${scopes.old.interface.name}.${name}` });
      }
    }
  },
};
