import type { Plan } from "../plan/plan.ts";
import { serialisePlan } from "../plan/serialise.ts";
import type { OutputFile } from "../source/output-file.ts";
import { emitQemu } from "./boot/qemu/emit-qemu.ts";
import type { BootTarget } from "./boot/target.ts";
import { emitThreads } from "./boot/threads/emit-threads.ts";
import { emitHwloc } from "./hwloc/emit-hwloc.ts";
import type { ReportWarning } from "./report/view-report.ts";
import { emitTables } from "./tables/emit-tables.ts";

export interface EmitOptions {
  /** Path from the output folder to the folder of the description: generated code imports services from there. */
  readonly modulesFolder: string;
  /** Whether views, writers and what is made of them are wanted too: a second file for each interface. */
  readonly inPlace: boolean;
  /** Whether interfaces export all that anybody could take of them, and not only what others of the plan do. */
  readonly isOpen?: boolean;
  /** Whether models for SPIN are wanted too, in `formal/`. */
  readonly promela?: boolean;
  /** Whether headers for C are wanted of all interfaces, and not only of those that programs in C serve or use. */
  readonly c?: boolean;
  /** Whether a report is wanted too, and what it has to warn of. */
  readonly report?: { readonly warnings: readonly ReportWarning[] };
  /** Other systems whose boot input is wanted too, none of which has anything against the plan. */
  readonly targets?: readonly BootTarget[];
}

/**
 * Every file that comes of a plan, sorted by path: the same bytes for the same plan. A plan of interfaces only gives
 * their stubs and itself.
 */
export async function emit(plan: Plan, options: EmitOptions): Promise<readonly OutputFile[]> {
  const { promela = false, c = false, targets = [], report } = options;
  const files: OutputFile[] = [
    { path: "plan.json", content: serialisePlan(plan) },
    ...(await emitModules(plan, options)),
    ...(await emitHeaders(plan, c)),
    ...emitTables(plan),
    ...emitHwloc(plan),
    ...(await emitThreads(plan)),
    ...emitQemu(plan),
    ...targets.flatMap((target) => target.emit(plan)),
    ...(await emitPictures(plan)),
    ...(promela ? await emitModels(plan) : []),
  ];
  const { emitReadme } = await import("./readme/emit-readme.ts");
  if (report !== undefined) {
    const { emitReport } = await import("./report/emit-report.ts");
    files.push(...(await emitReport(plan, files, report.warnings)));
  }
  files.sort(byPath);
  return [...files, emitReadme(plan, files)].sort(byPath);
}

/** The TypeScript alone: what programs are bundled with that are run at once. */
export async function emitModules(
  plan: Plan,
  { modulesFolder, inPlace, isOpen = false }: Pick<EmitOptions, "modulesFolder" | "inPlace" | "isOpen">,
): Promise<readonly OutputFile[]> {
  // Only who emits pays for loading what emitters need.
  const { emitTypeScript } = await import("./typescript/emit-typescript.ts");
  return emitTypeScript(plan, { modules: modulesFolder.replaceAll("\\", "/"), inPlace, isOpen });
}

async function emitPictures(plan: Plan): Promise<OutputFile[]> {
  if (plan.machine === null) return [];
  const { emitPicture } = await import("./pictures/machine-picture.ts");
  return [await emitPicture(plan)];
}

async function emitHeaders(plan: Plan, all: boolean): Promise<OutputFile[]> {
  const { emitC } = await import("./c/emit-c.ts");
  return emitC(plan, all);
}

async function emitModels(plan: Plan): Promise<OutputFile[]> {
  const { emitPromela } = await import("./promela/emit-promela.ts");
  return emitPromela(plan);
}

function byPath(left: OutputFile, right: OutputFile): number {
  return left.path < right.path ? -1 : 1;
}
