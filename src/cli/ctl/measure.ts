import type { ControlClient } from "../control/control-client.ts";
import type { LoadView } from "../control/view-status.ts";
import type { Refusal } from "../refusal.ts";
import { refusalOf } from "./ctl.ts";
import type { Measured } from "./render-top.ts";

/** How a system is now; the answer is its own, of the version that was checked. */
export async function measure(system: ControlClient): Promise<Measured | Refusal> {
  const answer = await system.ask({ command: "measure" });
  if (!("ok" in answer) || !answer.ok) return refusalOf(answer);
  return { at: performance.now(), view: answer.result as LoadView };
}
