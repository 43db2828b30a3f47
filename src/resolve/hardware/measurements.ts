import { closestName } from "../../algorithms/closest-name.ts";
import { instantiationDiagnostics } from "../../diagnostics/catalogue/resolve/instantiation.ts";
import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import type { Core, Measurement } from "../../model/machine.ts";
import type { MeasuredItem, Name, Path } from "../../syntax/ast.ts";
import { replacement } from "../evaluate.ts";
import { expectTime } from "../expect.ts";
import { reportWrongElement } from "../select.ts";
import { choose, type Site } from "./building.ts";
import { clockOfCore } from "./clocks.ts";

/** A measured latency; its cycles are those of the core it was measured from. */
export function placeMeasurement(item: MeasuredItem, site: Site): void {
  const { context } = site;
  if (item.quantity.text !== "latency") {
    context.report(unknownMeasurement(item.quantity));
    return;
  }
  const from = chooseCore(item.from, site);
  const to = chooseTarget(item.to, site);
  if (from === null || to === null || !site.building.budget.take(1, item.span)) return;
  const time = expectTime(item.value, "a latency", context, (span) => clockOfCore(from, span, context));
  if (time === null) return;
  const { measurements } = site.building.lists;
  const { span, documentation } = item;
  const source = item.source.value;
  measurements.push({ index: measurements.length, span, documentation, quantity: "latency", from, to, time, source });
}

function chooseCore(path: Path, site: Site): Core | null {
  const what = "where a latency is measured from";
  const element = choose.one(path, what, site);
  if (element === null || element.kind === "core") return element?.core ?? null;
  reportWrongElement(path, element, what, "a core", site.context);
  return null;
}

function chooseTarget(path: Path, site: Site): Measurement["to"] | null {
  const what = "what a latency is measured to";
  const element = choose.one(path, what, site);
  if (element === null) return null;
  switch (element.kind) {
    case "core":
      return element.core;
    case "cache":
      return element.cache;
    case "memory":
      return element.memory;
    default:
      reportWrongElement(path, element, what, "a core, a cache or a memory", site.context);
      return null;
  }
}

function unknownMeasurement(quantity: Name): Diagnostic {
  const suggestion = closestName(quantity.text, ["latency"]);
  const fixes = suggestion === null ? [] : [replacement(quantity.span, suggestion)];
  const facts = { quantity: quantity.text, suggestion };
  return diagnose(instantiationDiagnostics.unknownMeasurement, quantity.span, facts, { fixes });
}
