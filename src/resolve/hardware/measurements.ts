import { closestName } from "../../algorithms/closest-name.ts";
import { instantiationDiagnostics } from "../../diagnostics/catalogue/resolve/instantiation.ts";
import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import type { Core, MeasuredBandwidth, MeasuredLatency, Measurement } from "../../model/machine.ts";
import type { MeasuredItem, Name, Path } from "../../syntax/ast.ts";
import { replacement } from "../evaluate.ts";
import { expectBandwidth, expectTime } from "../expect.ts";
import { reportWrongElement } from "../selected.ts";
import { choose, type Site } from "./building.ts";
import { clockOfCore } from "./clocks.ts";

const quantities = ["latency", "bandwidth"] as const;
type Quantity = (typeof quantities)[number];

/** A measured latency, whose cycles are those of the core it was measured from, or bandwidth. */
export function placeMeasurement(item: MeasuredItem, site: Site): void {
  const quantity = quantities.find((known) => known === item.quantity.text);
  if (quantity === undefined) {
    site.context.report(unknownMeasurement(item.quantity));
    return;
  }
  const from = chooseCore(item.from, quantity, site);
  const to = chooseTarget(item.to, quantity, site);
  if (from === null || to === null || !site.building.budget.take(1, item.span)) return;
  const measured = resolveNumber(item, quantity, from, site);
  if (measured === null) return;
  const { measurements } = site.building.lists;
  const { span, documentation } = item;
  const source = item.source.value;
  measurements.push({ index: measurements.length, span, documentation, ...measured, from, to, source });
}

type Measured = Pick<MeasuredLatency, "quantity" | "time"> | Pick<MeasuredBandwidth, "quantity" | "bandwidth">;

function resolveNumber({ value }: MeasuredItem, quantity: Quantity, from: Core, { context }: Site): Measured | null {
  if (quantity === "bandwidth") {
    const bandwidth = expectBandwidth(value, "a bandwidth", context, { least: 1 });
    return bandwidth === null ? null : { quantity, bandwidth };
  }
  const time = expectTime(value, "a latency", context, (span) => clockOfCore(from, span, context));
  return time === null ? null : { quantity, time };
}

function chooseCore(path: Path, quantity: Quantity, site: Site): Core | null {
  const what = `where a ${quantity} is measured from`;
  const element = choose.one(path, what, site);
  if (element === null || element.kind === "core") return element?.core ?? null;
  reportWrongElement(path, element, what, "a core", site.context);
  return null;
}

function chooseTarget(path: Path, quantity: Quantity, site: Site): Measurement["to"] | null {
  const what = `what a ${quantity} is measured to`;
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
  const suggestion = closestName(quantity.text, quantities);
  const fixes = suggestion === null ? [] : [replacement(quantity.span, suggestion)];
  const facts = { quantity: quantity.text, suggestion };
  return diagnose(instantiationDiagnostics.unknownMeasurement, quantity.span, facts, { fixes });
}
