import { changes } from "../../diagnostics/catalogue/breaking.ts";
import { fullName, wordFor } from "../declared.ts";
import type { Rule } from "../rule.ts";

/** Every type can still be imported. */
export const typeRemoved: Rule = {
  name: "type-removed",
  run({ types }, report) {
    for (const { scopes, removed } of types) {
      for (const declared of removed) {
        const places = { old: declared.type.at, new: scopes.new.interface.at };
        const subject = { interface: scopes.old.interface.name, operations: null, ...places };
        report(changes.typeRemoved, subject, { kind: wordFor(declared), name: fullName(declared, scopes.old) });
      }
    }
  },
};
