import { findCycles } from "../../algorithms/cycles.ts";
import { interfaceDiagnostics } from "../../diagnostics/catalogue/interface.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Report } from "../../diagnostics/report.ts";
import type { EnumType, StructType, Type } from "../../model/interface.ts";
import type { StructItem, TypeExpression } from "../../syntax/ast.ts";
import { type InterfaceScope, named } from "./interface-scope.ts";
import { resolveFields } from "./resolve-types.ts";

/** Levels of structs and arrays within each other. What walks over types may then call itself for each level. */
const deepestNesting = 32;

/** Resolves each struct after those it contains, so that the model has no circles. Adds them to `types`. */
export function resolveStructs(
  items: readonly StructItem[],
  types: Map<string, EnumType | StructType | null>,
  scope: InterfaceScope,
): readonly StructType[] {
  const { report } = scope.context;
  const byName = new Map(items.map((item) => [item.name.text, item]));
  const contained = (item: StructItem) => item.fields.flatMap(({ type }) => byName.get(innermostName(type)) ?? []);
  for (const circle of findCycles(items, contained)) reportCircle(circle, report);

  for (const item of items) types.set(item.name.text, null); // Until resolved; a circle stays so.
  for (const item of innermostFirst(items, contained)) {
    const owner = `the struct \`${item.name.text}\``;
    const struct: StructType = {
      ...named(item),
      kind: "struct",
      fields: resolveFields(item.fields, "field", owner, scope),
    };
    types.set(item.name.text, isTooDeep(struct, report) ? null : struct);
  }
  return items.flatMap((item) => {
    const type = types.get(item.name.text);
    return type?.kind === "struct" ? [type] : [];
  });
}

function innermostName(type: TypeExpression): string {
  let inner = type;
  while (inner.kind === "array") inner = inner.element;
  return inner.name.text;
}

function reportCircle(circle: readonly StructItem[], report: Report): void {
  const [first] = circle;
  if (first === undefined) return;
  const chain = circle.map((item) => item.name.text);
  const related = circle.slice(0, -1).flatMap((item, index) => {
    const field = item.fields.find(({ type }) => innermostName(type) === chain[index + 1]);
    const message = `\`${item.name.text}\` contains \`${chain[index + 1]}\` here`;
    return field === undefined ? [] : [{ span: field.type.span, message }];
  });
  report(diagnose(interfaceDiagnostics.structInItself, first.name.span, { chain }, { related }));
}

/** Without recursion, since only what is resolved can be judged for its depth. Those in a circle come in any order. */
function innermostFirst(
  items: readonly StructItem[],
  contained: (item: StructItem) => readonly StructItem[],
): readonly StructItem[] {
  const ordered = new Set<StructItem>();
  const entered = new Set<StructItem>();
  const waiting = [...items].reverse();
  for (let item = waiting.at(-1); item !== undefined; item = waiting.at(-1)) {
    const inner = entered.has(item) ? [] : contained(item).filter((other) => !entered.has(other));
    entered.add(item);
    if (inner.length > 0) waiting.push(...inner);
    else ordered.add(waiting.pop() ?? item);
  }
  return [...ordered];
}

const depthOf = new WeakMap<StructType, number>();

function isTooDeep(struct: StructType, report: Report): boolean {
  const depth = 1 + Math.max(0, ...struct.fields.map(({ type }) => depthOfType(type)));
  depthOf.set(struct, depth);
  if (depth <= deepestNesting) return false;
  report(diagnose(interfaceDiagnostics.nestedTooDeeply, struct.span, { most: deepestNesting }));
  return true;
}

function depthOfType(type: Type): number {
  if (type.kind === "array") return 1 + depthOfType(type.element);
  return type.kind === "struct" ? (depthOf.get(type) ?? 0) : 0;
}
