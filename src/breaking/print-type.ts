import type { PlanType } from "../plan/plan.ts";
import { printType as printPlanType } from "../plan/print-type.ts";
import type { Scope } from "./declared.ts";

/** A type as its side of the comparison writes it. */
export function printType(type: PlanType, { plan, interface: within }: Scope): string {
  return printPlanType(type, within, plan.interfaces);
}
