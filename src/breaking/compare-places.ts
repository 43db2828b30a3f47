/** Every place that has a type: fields, parameters, results, arms, and what aliases stand for. */
import type { PlanType } from "../plan/plan.ts";
import type { ChoicePair } from "./compare-choices.ts";
import { type LayoutPair, lastingFields, operationsOf, whatIs } from "./compare-layouts.ts";
import { compareTypes, type Difference } from "./compare-types.ts";
import { fullName, type Scope } from "./declared.ts";
import { comparable, type TypePairing } from "./pair-types.ts";
import type { Pair } from "./pairing.ts";
import { printType } from "./print-type.ts";
import type { Surroundings } from "./surroundings.ts";

export interface TypedPlace {
  readonly scopes: Pair<Scope>;
  /** Full name of the struct that it is in; null elsewhere. */
  readonly owner: string | null;
  /** `the field \`lba\` of \`Block.Extent\`` */
  readonly what: string;
  readonly at: Pair<string>;
  readonly operations: readonly string[];
  /** The types as they are written. */
  readonly types: Pair<string>;
  readonly differences: readonly Difference[];
  /** Whether code has another type for it. */
  readonly changesCode: boolean;
}

export function comparePlaces(
  types: readonly TypePairing[],
  layouts: readonly LayoutPair[],
  choices: readonly ChoicePair[],
  surroundings: Surroundings,
): readonly TypedPlace[] {
  const drafts = [
    ...types.flatMap((pairing) => aliasPlaces(pairing, surroundings)),
    ...layouts.flatMap(fieldPlaces),
    ...choices.flatMap(armPlaces),
  ];
  return drafts.flatMap((draft) => {
    const { types: _, ids: __, ...place } = draft;
    const differences = differencesOf(draft, surroundings);
    if (differences.length === 0) return [];
    return [{ ...place, differences, types: printBoth(draft), changesCode: changesCode(draft) }];
  });
}

interface Draft extends Omit<TypedPlace, "types" | "differences" | "changesCode"> {
  /** Null for an arm without a value. */
  readonly types: Pair<PlanType | null>;
  /** Of an alias: whether it is an id. */
  readonly ids?: Pair<boolean>;
}

function aliasPlaces(pairing: TypePairing, { reach }: Surroundings): readonly Draft[] {
  const { scopes } = pairing;
  return comparable(pairing).flatMap((pair): readonly Draft[] => {
    if (pair.old.kind !== "alias" || pair.new.kind !== "alias") return [];
    const name = fullName(pair.old, scopes.old);
    return [
      {
        scopes,
        owner: null,
        what: `the type \`${name}\``,
        at: { old: pair.old.type.at, new: pair.new.type.at },
        operations: operationsOf(reach.get(name) ?? []),
        types: { old: pair.old.type.type, new: pair.new.type.type },
        ids: { old: pair.old.type.id, new: pair.new.type.id },
      },
    ];
  });
}

function fieldPlaces(layout: LayoutPair): readonly Draft[] {
  const { scopes, fields, carriers } = layout;
  return lastingFields(fields).map((pair) => ({
    scopes,
    owner: layout.owner,
    what: whatIs(layout, pair.old.name),
    at: { old: pair.old.at, new: pair.new.at },
    operations: operationsOf(carriers),
    types: { old: pair.old.type, new: pair.new.type },
  }));
}

function armPlaces(choice: ChoicePair): readonly Draft[] {
  const { scopes, operations, members } = choice;
  return [...members.kept, ...members.renamed].map((pair) => ({
    scopes,
    owner: null,
    what: whatIs(choice, pair.old.name),
    at: { old: pair.old.at, new: pair.new.at },
    operations,
    types: { old: pair.old.type, new: pair.new.type },
  }));
}

function differencesOf({ types, ids, scopes }: Draft, { names }: Surroundings): readonly Difference[] {
  const { old, new: now } = types;
  if (old === null || now === null) return old === now ? [] : [{ kind: "type" }];
  const differences = compareTypes(old, now, { scopes, names });
  return differences.length === 0 && ids?.old !== ids?.new ? [{ kind: "name" }] : differences;
}

function printBoth({ types, ids, scopes }: Draft): Pair<string> {
  return { old: printOne(types.old, ids?.old, scopes.old), new: printOne(types.new, ids?.new, scopes.new) };
}

function printOne(type: PlanType | null, isId: boolean | undefined, scope: Scope): string {
  return type === null ? "nothing" : `${isId === true ? "id " : ""}${printType(type, scope)}`;
}

function changesCode({ types, ids, scopes }: Draft): boolean {
  return ids?.old !== ids?.new || codeType(types.old, scopes.old) !== codeType(types.new, scopes.new);
}

/** As generated TypeScript has it, near enough to see a difference. */
function codeType(type: PlanType | null, scope: Scope): string {
  if (type === null) return "nothing";
  if (type.kind === "array") return `${codeType(type.element, scope)}[]`;
  if (type.kind === "string" || type.kind === "bytes") return type.kind;
  if (type.kind === "region") return type.writable ? "writable region" : "region";
  if (type.kind !== "scalar") return printType(type, scope);
  if (type.name === "bool" || type.name === "char") return type.name;
  return type.name === "u64" || type.name === "i64" ? "bigint" : "number";
}
