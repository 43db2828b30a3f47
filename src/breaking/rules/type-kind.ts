import { changes } from "../../diagnostics/catalogue/breaking.ts";
import { operationsOf } from "../compare-layouts.ts";
import { type Declared, fullName, type Scope, wordFor } from "../declared.ts";
import type { Pair } from "../pairing.ts";
import type { Rule } from "../rule.ts";
import { shapeOfDeclared } from "../wire-shape.ts";

/** A struct stays a struct, an enum an enum. */
export const typeKind: Rule = {
  name: "type-kind",
  run({ types, reach }, report) {
    for (const { scopes, kept } of types) {
      for (const pair of kept) {
        const { old, new: now } = pair;
        if (old.kind === now.kind || isOnlyNamed(pair, scopes)) continue;
        const name = fullName(old, scopes.old);
        const operations = operationsOf(reach.get(name) ?? []);
        const places = { old: old.type.at, new: now.type.at };
        const subject = { interface: scopes.old.interface.name, operations, ...places };
        report(changes.typeKindChanged, subject, { name, old: describe(old), new: describe(now) });
      }
    }
  },
};

/** It moved to another interface, and is here by another name for the same. */
function isOnlyNamed({ old, new: now }: Pair<Declared>, scopes: Pair<Scope>): boolean {
  if (old.kind !== "alias" && now.kind !== "alias") return false;
  return shapeOfDeclared(old, scopes.old) === shapeOfDeclared(now, scopes.new) && !isId(old) && !isId(now);
}

function isId(declared: Declared): boolean {
  return declared.kind === "alias" && declared.type.id;
}

function describe(declared: Declared): string {
  if (declared.kind === "flags") return "flags";
  const word = declared.kind === "alias" ? "name for another type" : wordFor(declared);
  return `${/^[aeiou]/.test(word) ? "an" : "a"} ${word}`;
}
