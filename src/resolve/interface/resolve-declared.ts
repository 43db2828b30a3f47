/** Declared types that are made of other types: structs, unions and names for types. */
import { findCycles } from "../../algorithms/cycles.ts";
import { interfaceDiagnostics } from "../../diagnostics/catalogue/interface.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Report } from "../../diagnostics/report.ts";
import {
  type AliasType,
  type DeclaredType,
  nothingReserved,
  type StructType,
  type Type,
  type UnionArm,
  type UnionType,
} from "../../model/interface.ts";
import type { StructItem, TypeExpression, TypeItem, UnionItem } from "../../syntax/ast.ts";
import { isIntegerName } from "./builtin-types.ts";
import { distinct, type InterfaceScope, named, wordFor } from "./interface-scope.ts";
import { resolveFields, resolveType } from "./resolve-types.ts";

/** Levels of declared types and arrays within each other. What walks over types may then call itself for each level. */
const deepestNesting = 32;

/** What generated code calls a value of an open union that is of no arm. */
const unknownArm = "unknown";

type Item = StructItem | TypeItem | UnionItem;
type Made = StructType | AliasType | UnionType;

/** What was declared, each kind in the order of its declarations. */
export interface Declared {
  readonly aliases: readonly AliasType[];
  readonly structs: readonly StructType[];
  readonly unions: readonly UnionType[];
}

/** Resolves each type after those it is made of, so that the model has no circles. Adds them to `types`. */
export function resolveDeclared(
  items: readonly Item[],
  types: Map<string, DeclaredType | null>,
  scope: InterfaceScope,
): Declared {
  const { report } = scope.context;
  const byName = new Map(items.map((item) => [item.name.text, item]));
  const contained = (item: Item) => typesIn(item).flatMap((type) => byName.get(innermostName(type)) ?? []);
  for (const circle of findCycles(items, contained)) reportCircle(circle, report);

  for (const item of items) types.set(item.name.text, null); // Until resolved; a circle stays so.
  for (const item of innermostFirst(items, contained)) {
    const type = resolveItem(item, scope);
    types.set(item.name.text, type === null || isTooDeep(type, report) ? null : type);
  }
  const made = items.flatMap((item) => types.get(item.name.text) ?? []);
  return {
    aliases: made.filter((type) => type.kind === "alias"),
    structs: made.filter((type) => type.kind === "struct"),
    unions: made.filter((type) => type.kind === "union"),
  };
}

function resolveItem(item: Item, scope: InterfaceScope): Made | null {
  if (item.kind === "struct") return resolveStruct(item, scope);
  return item.kind === "union" ? resolveUnion(item, scope) : resolveAlias(item, scope);
}

function resolveUnion(item: UnionItem, scope: InterfaceScope): UnionType {
  const { report } = scope.context;
  const isOpen = item.openness === "open";
  const nodes = distinct(item.arms, () => "arm", `the union \`${item.name.text}\``, report);
  const arms = nodes.flatMap((node): UnionArm[] => {
    if (isOpen && node.name.text === unknownArm) {
      report(diagnose(interfaceDiagnostics.armUnknown, node.name.span, { union: item.name.text }));
    }
    const type = node.type === null ? null : resolveType(node.type, node.name.text, scope);
    return type === null && node.type !== null ? [] : [{ ...named(node), tag: item.arms.indexOf(node), type }];
  });
  return { ...named(item), kind: "union", isOpen, arms, reserved: nothingReserved };
}

function resolveStruct(item: StructItem, scope: InterfaceScope): StructType {
  const owner = `the struct \`${item.name.text}\``;
  const fields = resolveFields(item.fields, "field", owner, scope);
  return { ...named(item), kind: "struct", room: null, fields, reserved: nothingReserved };
}

function resolveAlias(item: TypeItem, scope: InterfaceScope): AliasType | null {
  const type = resolveType(item.type, item.name.text, scope);
  if (type === null) return null;
  if (item.isId && !isInteger(type)) {
    const facts = { name: item.name.text };
    scope.context.report(diagnose(interfaceDiagnostics.idNotInteger, item.type.span, facts));
    return null;
  }
  return { ...named(item), kind: "alias", isId: item.isId, type };
}

/** An integer, or a name for one that is not an id already. */
function isInteger(type: Type): boolean {
  if (type.kind === "alias") return !type.isId && isInteger(type.type);
  return type.kind === "scalar" && isIntegerName(type.name);
}

function typesIn(item: Item): readonly TypeExpression[] {
  if (item.kind === "union") return item.arms.flatMap(({ type }) => type ?? []);
  return item.kind === "struct" ? item.fields.map(({ type }) => type) : [item.type];
}

function innermostName(type: TypeExpression): string {
  let inner = type;
  while (inner.kind === "array") inner = inner.element;
  return inner.name.text;
}

function reportCircle(circle: readonly Item[], report: Report): void {
  const [first] = circle;
  if (first === undefined) return;
  const chain = circle.map((item) => item.name.text);
  const related = circle.slice(0, -1).flatMap((item, index) => {
    const type = typesIn(item).find((one) => innermostName(one) === chain[index + 1]);
    const message = `\`${item.name.text}\` contains \`${chain[index + 1]}\` here`;
    return type === undefined ? [] : [{ span: type.span, message }];
  });
  const facts = { word: wordFor(first), chain };
  report(diagnose(interfaceDiagnostics.typeInItself, first.name.span, facts, { related }));
}

/** Without recursion, since only what is resolved can be judged for its depth. Those in a circle come in any order. */
function innermostFirst(items: readonly Item[], contained: (item: Item) => readonly Item[]): readonly Item[] {
  const ordered = new Set<Item>();
  const entered = new Set<Item>();
  const waiting = [...items].reverse();
  for (let item = waiting.at(-1); item !== undefined; item = waiting.at(-1)) {
    const inner = entered.has(item) ? [] : contained(item).filter((other) => !entered.has(other));
    entered.add(item);
    if (inner.length > 0) waiting.push(...inner);
    else ordered.add(waiting.pop() ?? item);
  }
  return [...ordered];
}

const depthOf = new WeakMap<Made, number>();

function isTooDeep(type: Made, report: Report): boolean {
  const depth = 1 + Math.max(0, ...innerTypes(type).map(depthOfType));
  depthOf.set(type, depth);
  if (depth <= deepestNesting) return false;
  report(diagnose(interfaceDiagnostics.nestedTooDeeply, type.span, { most: deepestNesting }));
  return true;
}

function innerTypes(type: Made): readonly Type[] {
  if (type.kind === "union") return type.arms.flatMap((arm) => arm.type ?? []);
  return type.kind === "struct" ? type.fields.map((field) => field.type) : [type.type];
}

function depthOfType(type: Type): number {
  if (type.kind === "array") return 1 + depthOfType(type.element);
  return type.kind === "struct" || type.kind === "alias" || type.kind === "union" ? (depthOf.get(type) ?? 0) : 0;
}
