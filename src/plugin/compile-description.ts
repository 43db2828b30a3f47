/** One description that source code imports: from its text to its module. */
import type { LinearSolver } from "../algorithms/linear-program.ts";
import { needsSolver } from "../analyses/placement/decide.ts";
import type { Diagnostic, Outcome } from "../diagnostics/diagnostic.ts";
import { hasErrors, sortDiagnostics } from "../diagnostics/report.ts";
import { type DescriptionModule, emitModule } from "../emit/typescript/module/emit-module.ts";
import type { System } from "../model/deployment.ts";
import type { Description } from "../model/description.ts";
import type { Compiler } from "../pipeline.ts";
import { buildPlan } from "../plan/build-plan.ts";
import type { Plan } from "../plan/plan.ts";

/** Null when there are errors, or nothing in it that a program could use. */
export type CompiledModule = Outcome<DescriptionModule | null>;

/**
 * `file` as the compiler calls it. Systems of other files are none of its business, and neither are machines alone.
 * `inPlace`: with views, writers and what is made of them.
 */
export async function compileDescription(file: string, compiler: Compiler, inPlace: boolean): Promise<CompiledModule> {
  const { product: description, diagnostics } = compiler.describe([file]);
  if (hasErrors(diagnostics)) return { product: null, diagnostics };
  const own = description.systems.filter(({ span }) => span.source.path === file);
  const planned = own.length === 0 ? [planInterfaces(description)] : await planSystems(own, description);
  const found = sortDiagnostics([...diagnostics, ...planned.flatMap((one) => one.diagnostics)]);
  const plans = planned.flatMap(({ product }) => product ?? []);
  return { product: hasErrors(found) ? null : emitModule(file, plans, inPlace), diagnostics: found };
}

function planInterfaces(description: Description): Outcome<Plan | null> {
  return buildPlan({ ...description, machines: [], systems: [] }, {});
}

async function planSystems(systems: readonly System[], description: Description): Promise<Outcome<Plan | null>[]> {
  const solver = systems.some(needsSolver) ? await loadSolver() : null;
  return systems.map(({ name }) => buildPlan(description, { system: name, solver }));
}

/** Null where the package `highs` cannot be loaded: then the heuristic decides, and a warning says so. */
async function loadSolver(): Promise<LinearSolver | null> {
  try {
    const { loadHighs } = await import("../algorithms/highs.ts");
    return await loadHighs();
  } catch {
    return null;
  }
}

/** What is wrong, and what is odd; remarks are left to the command line. */
export function worthSaying(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.filter(({ severity }) => severity !== "note");
}
