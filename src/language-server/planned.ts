import { hasErrors } from "../diagnostics/report.ts";
import { buildPlan } from "../plan/build-plan.ts";
import type { PlanInterface } from "../plan/plan.ts";
import type { Judged } from "./judged.ts";

const known = new WeakMap<Judged, readonly PlanInterface[]>();

/** The layouts of all interfaces, which need no machine; empty while there are errors. */
export function interfacesOf(judged: Judged): readonly PlanInterface[] {
  const interfaces = known.get(judged) ?? plan(judged);
  known.set(judged, interfaces);
  return interfaces;
}

function plan({ description, diagnostics }: Judged): readonly PlanInterface[] {
  if (hasErrors(diagnostics) || description.interfaces.length === 0) return [];
  return buildPlan({ ...description, machines: [], systems: [] }, {}).product?.interfaces ?? [];
}
