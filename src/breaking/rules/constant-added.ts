import { changes } from "../../diagnostics/catalogue/breaking.ts";
import type { Rule } from "../rule.ts";

/** Compatible: a constant that nobody knew. */
export const constantAdded: Rule = {
  name: "constant-added",
  run({ constants }, report) {
    for (const { scopes, added } of constants) {
      for (const { name, at } of added) {
        const subject = {
          interface: scopes.old.interface.name,
          operations: null,
          old: scopes.old.interface.at,
          new: at,
        };
        report(changes.constantAdded, subject, { name: `${scopes.new.interface.name}.${name}` });
      }
    }
  },
};
