import type { Plan } from "../../plan/plan.ts";
import type { ControlClient } from "../control/control-client.ts";
import { findSystem } from "../ctl/find-system.ts";
import { type Refusal, refuseCall } from "../refusal.ts";
import type { ViewOptions } from "./view-options.ts";

/** The booted system of the plan, or the one that was said. */
export async function findLiveSystem(
  plan: Plan,
  { live, socket }: Pick<ViewOptions, "live" | "socket">,
  workingFolder: string,
): Promise<ControlClient | Refusal> {
  if (plan.system === null) return refuseCall("the description has no system that could run");
  if (socket !== undefined) return findSystem({ socket }, workingFolder);
  return findSystem({ system: typeof live === "string" ? live : plan.system.name }, workingFolder, "--live");
}
