import { invariant } from "../../../diagnostics/invariant.ts";
import type { Plan } from "../../../plan/plan.ts";
import { serialiseJson } from "../../../plan/serialise.ts";
import type { OutputFile } from "../../../source/output-file.ts";
import schema from "./threads.schema.json" with { type: "json" };
import { viewThreads } from "./threads-view.ts";

/** What a host of threads boots, beside `routes.bin`; nothing for a plan without a machine. */
export async function emitThreads(plan: Plan): Promise<OutputFile[]> {
  const view = viewThreads(plan);
  if (view === null) return [];
  const { Ajv } = await import("ajv");
  const ajv = new Ajv({ strict: true, allowUnionTypes: true });
  invariant(ajv.validate(schema, view), `boot/threads.json does not follow its schema: ${ajv.errorsText()}`);
  return [{ path: "boot/threads.json", content: serialiseJson(view) }];
}
