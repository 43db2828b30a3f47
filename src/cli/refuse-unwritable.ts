import type { Plan } from "../plan/plan.ts";
import { countUnwritable } from "../plan/serialise.ts";
import { type Refusal, refuseCall } from "./refusal.ts";

/** Refuses to write the plan of a machine that is too large for it; null when it is not. */
export function refuseUnwritable(plan: Plan): Refusal | null {
  const count = countUnwritable(plan);
  if (count === null) return null;
  return refuseCall(
    `the plan of ${plan.machine?.name ?? plan.name} is too long to be written: it has ${count.toLocaleString("en")} hops and channels`,
    "skerry check and skerry explain work on a machine of this size; to build, describe part of it.",
  );
}
