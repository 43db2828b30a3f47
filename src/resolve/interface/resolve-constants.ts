/** Constants of an interface: numbers and sizes, computed from one another in any order. */

import { findCycles } from "../../algorithms/cycles.ts";
import { interfaceDiagnostics } from "../../diagnostics/catalogue/interface.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Report } from "../../diagnostics/report.ts";
import type { Constant } from "../../model/interface.ts";
import type { ConstantItem, Path } from "../../syntax/ast.ts";
import { type Context, evaluate } from "../evaluate.ts";
import { judgeSize } from "../expect.ts";
import { namesIn } from "../names-in.ts";
import { describeValue, type Value } from "../value.ts";
import { named } from "./interface-scope.ts";

export interface Constants {
  readonly constants: readonly Constant[];
  /** For expressions of the interface. */
  readonly context: Context;
}

export function resolveConstants(items: readonly ConstantItem[], report: Report): Constants {
  const byName = new Map(items.map((item) => [item.name.text, item]));
  const usedBy = (item: ConstantItem) => namesIn(item.value).flatMap((name) => byName.get(name) ?? []);
  for (const circle of findCycles(items, usedBy)) reportCircle(circle, report);

  const values = new Map<string, Value | null>();
  const context: Context = { environment: { values, clockOf: (path) => reportClock(path, report) }, report };
  const settle = (item: ConstantItem): void => {
    if (values.has(item.name.text)) return;
    values.set(item.name.text, null); // What a circle comes back to: it has been reported.
    usedBy(item).forEach(settle);
    values.set(item.name.text, evaluateConstant(item, context));
  };
  items.forEach(settle);
  const constants = items.flatMap((item) => {
    const value = values.get(item.name.text);
    return value === undefined || value === null ? [] : [{ ...named(item), type: null, value: value.amount }];
  });
  return { constants, context };
}

function evaluateConstant(item: ConstantItem, context: Context): Value | null {
  const value = evaluate(item.value, context);
  if (value === null || value.dimension === "count") return value;
  if (value.dimension === "size") {
    const what = `the constant \`${item.name.text}\``;
    return judgeSize(value, what, item.value.span, context) === null ? null : value;
  }
  const facts = { name: item.name.text, given: describeValue(value) };
  context.report(diagnose(interfaceDiagnostics.constantNotNumber, item.value.span, facts));
  return null;
}

function reportCircle(circle: readonly ConstantItem[], report: Report): void {
  const [first, ...others] = circle;
  if (first === undefined) return;
  const chain = circle.map((item) => item.name.text);
  const related = others.slice(0, -1).map(({ name }) => ({ span: name.span, message: `by way of \`${name.text}\`` }));
  report(diagnose(interfaceDiagnostics.constantInCircle, first.name.span, { chain }, { related }));
}

function reportClock(path: Path, report: Report): null {
  report(diagnose(interfaceDiagnostics.clockInInterface, path.span, {}));
  return null;
}
