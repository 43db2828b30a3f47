import { invariant } from "../../../diagnostics/invariant.ts";
import type { Plan } from "../../../plan/plan.ts";
import { serialiseJson } from "../../../plan/serialise.ts";
import type { OutputFile } from "../../../source/output-file.ts";
import { viewThreads } from "./threads-view.ts";

/** What a host of threads boots, beside `routes.bin`; nothing for a plan without a machine. */
export async function emitThreads(plan: Plan): Promise<OutputFile[]> {
  const view = viewThreads(plan);
  if (view === null) return [];
  const { faultOfThreads } = await import("./validate-threads.ts");
  const fault = faultOfThreads(view);
  invariant(fault === null, `boot/threads.json does not follow its schema: ${fault}`);
  return [{ path: "boot/threads.json", content: serialiseJson(view) }];
}
