import { changes } from "../../diagnostics/catalogue/breaking.ts";
import { fullName, wordFor } from "../declared.ts";
import type { Rule } from "../rule.ts";

/** Compatible: a type that nobody knew. */
export const typeAdded: Rule = {
  name: "type-added",
  run({ types }, report) {
    for (const { scopes, added } of types) {
      for (const declared of added) {
        const places = { old: scopes.old.interface.at, new: declared.type.at };
        const subject = { interface: scopes.old.interface.name, operations: null, ...places };
        report(changes.typeAdded, subject, { kind: wordFor(declared), name: fullName(declared, scopes.new) });
      }
    }
  },
};
