import type { Description } from "../model/description.ts";
import { buildPlan, type PlanOptions } from "../plan/build-plan.ts";
import type { Plan } from "../plan/plan.ts";
import { selectSubject } from "../plan/select-subject.ts";

/**
 * A plan to ask about the machine, of a description whose system cannot be planned: without what is to be isolated, so
 * that one can see why it is not; else of the machine alone. Null when that is at fault itself.
 */
export function planMachine(description: Description, options: PlanOptions): Plan | null {
  const systems = description.systems.map((system) => ({ ...system, isolations: [] }));
  const unguarded = buildPlan({ ...description, systems }, options).product;
  return unguarded ?? buildPlan({ ...description, systems: [] }, {}).product;
}

/** A plan of the machine alone, of a description whose systems or interfaces are at fault; null when that cannot be. */
export function planMachineAlone(description: Description, { system }: PlanOptions): Plan | null {
  const subject = selectSubject(description, system);
  if (!("machine" in subject) || subject.machine === null) return null;
  return buildPlan({ ...description, machines: [subject.machine], systems: [], interfaces: [] }, {}).product;
}

/** A plan that says nothing, to ask what needs none; null where it is not clear which machine is meant. */
export function planNothing(description: Description, { system }: PlanOptions): Plan | null {
  const subject = selectSubject(description, system);
  if (!("machine" in subject) || subject.machine === null) return null;
  const plan = buildPlan({ ...description, machines: [], systems: [], interfaces: [] }, {}).product;
  return plan === null ? null : { ...plan, name: subject.machine.name };
}
