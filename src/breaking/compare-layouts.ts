/** Every list of fields: of structs, and of what operations send. */
import type { Layout, LayoutField, PlanOperation, PlanReserved, PlanStruct } from "../plan/plan.ts";
import { fullName, type Scope } from "./declared.ts";
import { lasting, nameOf, type OperationPairing } from "./pair-operations.ts";
import { comparable, type TypePairing } from "./pair-types.ts";
import { type Pair, type Pairing, pairByName, pairRenamed, withoutPairs } from "./pairing.ts";
import type { Carrier } from "./reach.ts";
import type { Surroundings } from "./surroundings.ts";
import { shapeOfType } from "./wire-shape.ts";

export interface FieldPairing extends Pairing<LayoutField> {
  readonly renamed: readonly Pair<LayoutField>[];
}

/** One list of fields in two versions. */
export interface LayoutPair extends Pair<Layout> {
  readonly scopes: Pair<Scope>;
  /** Full name of the struct; null for what operations send. */
  readonly owner: string | null;
  /** What one of them is called: field, parameter, result. */
  readonly noun: string;
  /** `Block.Extent` in backticks, and what of it. */
  readonly whose: string;
  /** What is sent or kept as a whole: the request of `Block.read`. */
  readonly whole: string;
  /** An open struct may gain or lose optional fields at its end. */
  readonly isOpen: Pair<boolean>;
  /** Of a struct: names that must not come back. */
  readonly reserved: Pair<PlanReserved> | null;
  readonly at: Pair<string>;
  readonly carriers: readonly Carrier[];
  readonly fields: FieldPairing;
}

export function compareLayouts(
  types: readonly TypePairing[],
  operations: readonly OperationPairing[],
  surroundings: Surroundings,
): readonly LayoutPair[] {
  return [
    ...types.flatMap((pairing) => structPairs(pairing, surroundings)),
    ...operations.flatMap((pairing) =>
      lasting(pairing).flatMap((operation) => payloadPairs(operation, pairing.scopes)),
    ),
  ];
}

function structPairs(pairing: TypePairing, { reach }: Surroundings): readonly LayoutPair[] {
  const { scopes } = pairing;
  return comparable(pairing).flatMap((pair) => {
    if (pair.old.kind !== "struct" || pair.new.kind !== "struct") return [];
    const structs: Pair<PlanStruct> = { old: pair.old.type, new: pair.new.type };
    const name = fullName(pair.old, scopes.old);
    return [
      makePair({ old: structs.old.layout, new: structs.new.layout }, scopes, {
        owner: name,
        noun: "field",
        whose: `\`${name}\``,
        whole: `\`${name}\``,
        isOpen: { old: structs.old.open, new: structs.new.open },
        reserved: { old: structs.old.reserved, new: structs.new.reserved },
        at: { old: structs.old.at, new: structs.new.at },
        carriers: reach.get(name) ?? [],
      }),
    ];
  });
}

function payloadPairs(pair: Pair<PlanOperation>, scopes: Pair<Scope>): readonly LayoutPair[] {
  const name = nameOf(pair.old, scopes.old);
  const { verb } = pair.old;
  const isEvent = verb === "event";
  const whose = `\`${name}\``;
  const parts: readonly (Stated & { readonly layouts: Pair<Layout | null> })[] = [
    {
      layouts: { old: pair.old.request, new: pair.new.request },
      ...(isEvent ? { noun: "field", whose: `the event ${whose}` } : { noun: "parameter", whose }),
      whole: isEvent ? `the event ${whose}` : `the request of ${whose}`,
      carriers: [{ operation: name, towards: isEvent ? "client" : "server" }],
    },
    {
      layouts: { old: pair.old.upload, new: pair.new.upload },
      ...{ noun: "field", whose: `what streams up to ${whose}`, whole: `an item sent up to ${whose}` },
      carriers: [{ operation: name, towards: "server" }],
    },
    {
      layouts: { old: pair.old.reply, new: pair.new.reply },
      ...(verb === "stream" ? { noun: "field", whose: `the items of ${whose}` } : { noun: "result", whose }),
      whole: verb === "stream" ? `an item of ${whose}` : `the reply of ${whose}`,
      carriers: [{ operation: name, towards: "client" }],
    },
  ];
  const at = { old: pair.old.at, new: pair.new.at };
  return parts.flatMap(({ layouts: { old, new: now }, ...stated }) =>
    old === null || now === null ? [] : [makePair({ old, new: now }, scopes, { ...stated, ...noStruct, at })],
  );
}

const noStruct: Pick<LayoutPair, "owner" | "isOpen" | "reserved"> = {
  owner: null,
  isOpen: { old: false, new: false },
  reserved: null,
};

type Stated = Pick<LayoutPair, "noun" | "whose" | "whole" | "carriers">;

function makePair(
  layouts: Pair<Layout>,
  scopes: Pair<Scope>,
  stated: Omit<LayoutPair, "fields" | "scopes" | keyof Pair<Layout>>,
): LayoutPair {
  return { ...stated, ...layouts, scopes, fields: pairFields(layouts, scopes) };
}

function pairFields(layouts: Pair<Layout>, scopes: Pair<Scope>): FieldPairing {
  const byName = pairByName(layouts.old.fields, layouts.new.fields);
  const isRenamed = (old: LayoutField, now: LayoutField) =>
    (old.presence === null) === (now.presence === null) &&
    shapeOfType(old.type, scopes.old) === shapeOfType(now.type, scopes.new) &&
    (old.offset === now.offset || layouts.old.fields.indexOf(old) === layouts.new.fields.indexOf(now));
  const renamed = pairRenamed(byName, isRenamed);
  return { renamed, ...withoutPairs(byName, renamed) };
}

/** Under one name or another, it is still the same field. */
export function lastingFields({ kept, renamed }: FieldPairing): readonly Pair<LayoutField>[] {
  return [...kept, ...renamed];
}

/** `the field \`lba\` of \`Block.Extent\`` */
export function whatIs({ noun, whose }: Pick<LayoutPair, "noun" | "whose">, name: string): string {
  return `the ${noun} \`${name}\` of ${whose}`;
}

/** Names of the operations that it reaches, each once. */
export function operationsOf(carriers: readonly Carrier[]): readonly string[] {
  return [...new Set(carriers.map(({ operation }) => operation))];
}
