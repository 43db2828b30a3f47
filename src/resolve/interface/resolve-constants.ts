/** Constants of interfaces: numbers and sizes, computed from one another in any order, across interfaces too. */
import { closestName } from "../../algorithms/closest-name.ts";
import { findCycles } from "../../algorithms/cycles.ts";
import { interfaceDiagnostics } from "../../diagnostics/catalogue/interface.ts";
import { interfaceTypeDiagnostics } from "../../diagnostics/catalogue/interface-types.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Report } from "../../diagnostics/report.ts";
import type { Constant, ScalarName } from "../../model/interface.ts";
import type { ConstantItem, Reference } from "../../syntax/ast.ts";
import { type Context, evaluate, replacement } from "../evaluate.ts";
import { judgeSize } from "../expect.ts";
import { referencesIn } from "../names-in.ts";
import { describeValue, type Value } from "../value.ts";
import { integerNames, isIntegerName } from "./builtin-types.ts";
import { integerRange } from "./integer-range.ts";
import { type InterfaceScope, named, ownerOf, wordFor } from "./interface-scope.ts";

/** A scope whose values are added as they are computed. */
export interface ConstantScope extends InterfaceScope {
  readonly values: Map<string, Value | null>;
}

interface Placed {
  readonly item: ConstantItem;
  readonly scope: ConstantScope;
}

/** Computes the value of every constant of the interfaces. */
export function resolveConstants(scopes: readonly ConstantScope[], report: Report): void {
  const all = scopes.flatMap((scope) => constantsOf(scope).map((item): Placed => ({ item, scope })));
  const byItem = new Map(all.map((placed) => [placed.item, placed]));
  const used = ({ item, scope }: Placed) =>
    referencesIn(item.value).flatMap((reference) => {
      const found = itemOf(reference, scope);
      return found === null ? [] : (byItem.get(found) ?? []);
    });
  for (const circle of findCycles(all, used)) reportCircle(circle, report);
  for (const { item, scope } of all) scope.values.set(item.name.text, null); // What a circle comes back to: it has been reported.
  for (const { item, scope } of usedFirst(all, used)) {
    scope.values.set(item.name.text, evaluateConstant(item, scope.context));
  }
}

/** Each behind what it uses, where no circle forbids it. By a stack of its own: a chain may be longer than ours is deep. */
function usedFirst(all: readonly Placed[], used: (placed: Placed) => readonly Placed[]): ReadonlySet<Placed> {
  const entered = new Set<Placed>();
  const left = new Set<Placed>();
  const stack = all.toReversed();
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    if (entered.has(top)) {
      left.add(top);
      stack.pop();
    } else {
      entered.add(top);
      stack.push(...used(top).filter((placed) => !entered.has(placed)));
    }
  }
  return left;
}

function constantsOf(scope: InterfaceScope): readonly ConstantItem[] {
  return [...scope.items.values()].filter((item) => item.kind === "const");
}

function itemOf({ interface: owner, name }: Reference, scope: InterfaceScope): ConstantItem | null {
  const item = (owner === null ? scope : scope.peek(owner))?.items.get(name.text);
  return item?.kind === "const" ? item : null;
}

/** The constants of an interface that have a value. */
export function listConstants(scope: ConstantScope): readonly Constant[] {
  return constantsOf(scope).flatMap((item) => {
    const value = scope.values.get(item.name.text) ?? null;
    if (value === null) return [];
    return [{ ...named(item), type: item.type === null ? null : typeOf(item.type.text), value: value.amount }];
  });
}

/** The value of `Block.sector`, as an interface sees it; null after a report. */
export function valueElsewhere(reference: Reference, scope: InterfaceScope): Value | null {
  const { interface: owner, name } = reference;
  const found = owner === null ? null : scope.find(owner);
  if (found === null) return null;
  const value = found.context.environment.values.get(name.text);
  if (value !== undefined) return value;
  const names = constantsOf(found).map((item) => item.name.text);
  const suggestion = closestName(name.text, names);
  const fixes = suggestion === null ? [] : [replacement(name.span, suggestion)];
  const item = found.items.get(name.text);
  const facts = { name: name.text, owner: ownerOf(found), kind: item === undefined ? null : wordFor(item), suggestion };
  const related = item === undefined ? [] : [{ span: item.name.span, message: `\`${name.text}\` is declared here` }];
  if (!found.isComplete && item === undefined && suggestion === null) return null;
  scope.context.report(diagnose(interfaceTypeDiagnostics.constantElsewhere, name.span, facts, { fixes, related }));
  return null;
}

function evaluateConstant(item: ConstantItem, context: Context): Value | null {
  const value = evaluate(item.value, context);
  if (value === null) return null;
  if (value.dimension === "size") {
    const what = `the constant \`${item.name.text}\``;
    if (judgeSize(value, what, item.value.span, context) === null) return null;
  } else if (value.dimension !== "count") {
    const facts = { name: item.name.text, given: describeValue(value) };
    context.report(diagnose(interfaceDiagnostics.constantNotNumber, item.value.span, facts));
    return null;
  }
  return item.type === null || fitsType(item, item.type.text, value, context) ? value : null;
}

/** The types that a constant can state. */
const constantTypes: readonly ScalarName[] = [...integerNames, "f32", "f64"];

function typeOf(name: string): ScalarName | null {
  return constantTypes.find((type) => type === name) ?? null;
}

function fitsType(item: ConstantItem, type: string, { amount }: Value, { report }: Context): boolean {
  const { name, value, type: written } = item;
  if (typeOf(type) === null) {
    const suggestion = closestName(type, constantTypes);
    const fixes = suggestion === null || written === null ? [] : [replacement(written.span, suggestion)];
    const facts = { name: name.text, type, suggestion };
    report(diagnose(interfaceTypeDiagnostics.constantType, written?.span ?? name.span, facts, { fixes }));
    return false;
  }
  if (!isIntegerName(type)) return true;
  const range = integerRange(type);
  if (Number.isInteger(amount) && amount >= range.least && amount <= range.most) return true;
  const related = written === null ? [] : [{ span: written.span, message: `the type of \`${name.text}\` is ${type}` }];
  const facts = { name: name.text, value: amount, type, ...range };
  report(diagnose(interfaceTypeDiagnostics.constantOutside, value.span, facts, { related }));
  return false;
}

function reportCircle(circle: readonly Placed[], report: Report): void {
  const [first, ...others] = circle;
  if (first === undefined) return;
  const isWide = circle.some(({ scope }) => scope !== first.scope);
  const label = ({ item, scope }: Placed) => (isWide ? `${scope.declaration.name.text}.` : "") + item.name.text;
  const related = others
    .slice(0, -1)
    .map((placed) => ({ span: placed.item.name.span, message: `by way of \`${label(placed)}\`` }));
  report(
    diagnose(interfaceDiagnostics.constantInCircle, first.item.name.span, { chain: circle.map(label) }, { related }),
  );
}
