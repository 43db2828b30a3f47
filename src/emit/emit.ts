import type { Plan } from "../plan/plan.ts";
import { serialisePlan } from "../plan/serialise.ts";
import type { OutputFile } from "../source/output-file.ts";
import { emitThreads } from "./boot/threads/emit-threads.ts";
import { emitTables } from "./tables/emit-tables.ts";

export interface EmitOptions {
  /** Path from the output folder to the folder of the description: generated code imports services from there. */
  readonly modulesFolder: string;
}

/**
 * Every file that comes of a plan, sorted by path: the same bytes for the same plan. A plan of interfaces only gives
 * their stubs and itself.
 */
export async function emit(plan: Plan, { modulesFolder }: EmitOptions): Promise<readonly OutputFile[]> {
  const modules = modulesFolder.replaceAll("\\", "/");
  // Only who emits pays for loading what emitters need.
  const { emitTypeScript } = await import("./typescript/emit-typescript.ts");
  const files = [
    { path: "plan.json", content: serialisePlan(plan) },
    ...emitTypeScript(plan, modules),
    ...emitTables(plan),
    ...(await emitThreads(plan)),
  ];
  return files.sort((left, right) => (left.path < right.path ? -1 : 1));
}
