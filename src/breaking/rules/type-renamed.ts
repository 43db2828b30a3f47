import { changes } from "../../diagnostics/catalogue/breaking.ts";
import { fullName, wordFor } from "../declared.ts";
import type { Rule } from "../rule.ts";

/** A type keeps its name. */
export const typeRenamed: Rule = {
  name: "type-renamed",
  run({ types }, report) {
    for (const { scopes, renamed } of types) {
      for (const { old, new: now } of renamed) {
        const places = { old: old.type.at, new: now.type.at };
        const subject = { interface: scopes.old.interface.name, operations: null, ...places };
        const facts = { kind: wordFor(old), name: fullName(old, scopes.old), new: now.name };
        report(changes.typeRenamed, subject, facts);
      }
    }
  },
};
