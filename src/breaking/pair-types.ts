import { type Declared, fullName, ownTypes, type Scope } from "./declared.ts";
import { type Pair, type Pairing, pairByName, pairRenamed, withoutPairs } from "./pairing.ts";
import { shapeOfDeclared } from "./wire-shape.ts";

/** The types of one interface. */
export interface TypePairing extends Pairing<Declared> {
  readonly scopes: Pair<Scope>;
  readonly renamed: readonly Pair<Declared>[];
}

export function pairTypes(scopes: Pair<Scope>): TypePairing {
  const byName = pairByName(ownTypes(scopes.old.interface), ownTypes(scopes.new.interface));
  const renamed = pairRenamed(byName, (old, now) => isRenamed(old, now, scopes));
  return { scopes, renamed, ...withoutPairs(byName, renamed) };
}

/** The same on the wire, and the same names within. */
function isRenamed(old: Declared, now: Declared, scopes: Pair<Scope>): boolean {
  return (
    old.kind === now.kind &&
    labelsOf(old) === labelsOf(now) &&
    shapeOfDeclared(old, scopes.old) === shapeOfDeclared(now, scopes.new)
  );
}

function labelsOf(declared: Declared): string {
  if (declared.kind === "alias") return declared.type.id ? "id" : "";
  if (declared.kind === "struct") return declared.type.layout.fields.map(({ name }) => name).join(" ");
  const members = declared.kind === "union" ? declared.type.arms : declared.type.members;
  return members.map(({ name }) => name).join(" ");
}

/** By full name in the old version: the full name in the new one, where it is another. */
export type TypeNames = ReadonlyMap<string, string>;

export function typeNames(pairings: readonly TypePairing[]): TypeNames {
  return new Map(
    pairings.flatMap(({ renamed, scopes }) =>
      renamed.map((pair): [string, string] => [fullName(pair.old, scopes.old), fullName(pair.new, scopes.new)]),
    ),
  );
}

/** Whether they are one declaration in two versions: what changed of it is told there. */
export function isSameType(old: Declared, now: Declared, scopes: Pair<Scope>, names: TypeNames): boolean {
  const name = fullName(old, scopes.old);
  return (names.get(name) ?? name) === fullName(now, scopes.new);
}

/** Pairs that are still of one kind. */
export function comparable({ kept, renamed }: TypePairing): readonly Pair<Declared>[] {
  return [...kept, ...renamed].filter((pair) => pair.old.kind === pair.new.kind);
}
