/** Declared types that are made of other types: structs, unions and names for types, of all interfaces together. */
import { findCycles } from "../../algorithms/cycles.ts";
import { interfaceDiagnostics } from "../../diagnostics/catalogue/interface.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Report } from "../../diagnostics/report.ts";
import type { AliasType, DeclaredType, StructType, Type, UnionType } from "../../model/interface.ts";
import type { StructItem, TypeItem, UnionItem } from "../../syntax/ast.ts";
import { isIntegerName } from "./builtin-types.ts";
import { type InterfaceScope, named, wordFor } from "./interface-scope.ts";
import { genericOf, instantiate, judgeGeneric, resolveStruct } from "./resolve-struct.ts";
import { resolveType } from "./resolve-types.ts";
import { resolveUnion } from "./resolve-union.ts";
import { innermostFirst, mentionsIn } from "./type-order.ts";

/** Levels of declared types and arrays within each other. What walks over types may then call itself for each level. */
const deepestNesting = 32;

type Item = StructItem | TypeItem | UnionItem;
type Made = StructType | AliasType | UnionType;

/** A scope whose types are added as they are resolved. */
export interface TypeScope extends InterfaceScope {
  readonly types: Map<string, DeclaredType | null>;
}

interface PlacedItem {
  readonly item: Item;
  readonly scope: TypeScope;
}

/** Resolves each type after those it is made of, so that the model has no circles. Adds them to the scopes' `types`. */
export function resolveDeclared(scopes: readonly TypeScope[], report: Report): void {
  const all = scopes.flatMap((scope) => itemsOf(scope).map((item): PlacedItem => ({ item, scope })));
  const byItem = new Map<object, PlacedItem>(all.map((placed) => [placed.item, placed]));
  const contained = ({ item, scope }: PlacedItem) =>
    mentionsIn(item, scope).flatMap((mention) => byItem.get(mention.item) ?? []);
  for (const circle of findCycles(all, contained)) reportCircle(circle, report);

  // Until they are resolved; a circle stays so.
  for (const { item, scope } of all) if (!isGeneric(item)) scope.types.set(item.name.text, null);
  for (const { item, scope } of innermostFirst(all, contained)) {
    if (isGeneric(item)) judgeGeneric({ item, home: scope });
    else {
      const type = resolveItem(item, scope);
      scope.types.set(item.name.text, type === null || isTooDeep(type, report) ? null : type);
    }
  }
}

function itemsOf(scope: InterfaceScope): readonly Item[] {
  return [...scope.items.values()].filter(
    (item) => item.kind === "struct" || item.kind === "union" || item.kind === "type",
  );
}

function isGeneric(item: Item): item is StructItem {
  return item.kind === "struct" && item.parameters.length > 0;
}

function resolveItem(item: Item, scope: InterfaceScope): Made | null {
  if (item.kind === "struct") return resolveStruct(item, scope);
  return item.kind === "union" ? resolveUnion(item, scope) : resolveTypeItem(item, scope);
}

function resolveTypeItem(item: TypeItem, scope: InterfaceScope): AliasType | StructType | null {
  const { type: node } = item;
  const generic = node.kind === "applied" ? genericOf(node, scope) : null;
  if (node.kind !== "applied" || generic === null) return resolveAlias(item, scope);
  if (!item.isId) return instantiate(item, node, generic, scope);
  scope.context.report(diagnose(interfaceDiagnostics.idNotInteger, node.span, { name: item.name.text }));
  return null;
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

function reportCircle(circle: readonly PlacedItem[], report: Report): void {
  const [first] = circle;
  if (first === undefined) return;
  const isWide = circle.some(({ scope }) => scope !== first.scope);
  const label = ({ item, scope }: PlacedItem) => (isWide ? `${scope.declaration.name.text}.` : "") + item.name.text;
  const chain = circle.map(label);
  const related = circle.slice(0, -1).flatMap((placed, index) => {
    const mention = mentionsIn(placed.item, placed.scope).find(({ item }) => item === circle[index + 1]?.item);
    const message = `\`${label(placed)}\` contains \`${chain[index + 1]}\` here`;
    return mention === undefined ? [] : [{ span: mention.span, message }];
  });
  const facts = { word: wordFor(first.item), chain };
  report(diagnose(interfaceDiagnostics.typeInItself, first.item.name.span, facts, { related }));
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
