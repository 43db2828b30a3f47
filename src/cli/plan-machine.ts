import type { Description } from "../model/description.ts";
import { buildPlan, type PlanOptions } from "../plan/build-plan.ts";
import type { Plan } from "../plan/plan.ts";

/**
 * A plan to ask about the machine, of a description whose system cannot be planned: without what is to be isolated, so
 * that one can see why it is not; else of the machine alone. Null when that is at fault itself.
 */
export function planMachine(description: Description, options: PlanOptions): Plan | null {
  const systems = description.systems.map((system) => ({ ...system, isolations: [] }));
  const unguarded = buildPlan({ ...description, systems }, options).product;
  return unguarded ?? buildPlan({ ...description, systems: [] }, {}).product;
}
