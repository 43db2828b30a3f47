import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { hasErrors, sortDiagnostics } from "../diagnostics/report.ts";
import { findMissingModules } from "../files/missing-modules.ts";
import type { Description } from "../model/description.ts";
import type { Machine } from "../model/machine.ts";
import { areMachinesSound, type Compilation, type Compiler, createCompiler } from "../pipeline.ts";
import type { Plan } from "../plan/plan.ts";
import type { Call } from "./call.ts";
import { type DescriptionFiles, findDescription, findDescriptionHere } from "./description-files.ts";
import { loadSolver } from "./load-solver.ts";
import { planMachine, planMachineAlone, planNothing } from "./plan-machine.ts";
import type { Refusal } from "./refusal.ts";
import { reportWrong, sayDiagnostics } from "./report-diagnostics.ts";

export interface CompileOptions {
  readonly json?: boolean;
  /** Which system to plan, when the description has several. */
  readonly system?: string;
  /**
   * What will do where no plan can be made of all: a plan of the machine alone, or the machine as it is described, though
   * it may be at fault itself. What is wrong is said even so.
   */
  readonly willDo?: "machine" | "description";
}

export interface Compiled {
  readonly kind: "compiled";
  readonly files: DescriptionFiles;
  readonly description: Description;
  /** Of nothing where the machine itself is at fault and its description does. */
  readonly plan: Plan;
  /** The one that was planned; null for interfaces alone. */
  readonly machine: Machine | null;
  /** Warnings and notes, and errors where less than a whole plan would do; already said unless the answer is JSON. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The description was wrong, and that has been said. */
export interface Wrong {
  readonly kind: "wrong";
}

/** What compiles the files that were found: a new compiler, or one that remembers them. */
export type CompilerFor = (files: DescriptionFiles) => Compiler;

const newCompiler: CompilerFor = ({ host }) => createCompiler(host);

/** Compiles what the FILE arguments name; without any, the description in the working folder. */
export async function compileFiles(
  call: Call,
  names: readonly string[],
  options: CompileOptions,
  compilerFor: CompilerFor = newCompiler,
): Promise<Compiled | Wrong | Refusal> {
  const files = findFiles(call, names);
  if (files.kind === "refused") return files;
  const compiler = compilerFor(files);
  call.terminal.progress("compiling the description …");
  const { product, diagnostics } = await compiler.compileWithSolver(files.roots, planOptions(options), loadSolver);
  const plan = hasErrors(diagnostics) ? await planDespite(product, options) : product.plan;
  if (plan === null) {
    reportWrong(call.terminal, diagnostics, files, options.json === true);
    return { kind: "wrong" };
  }
  if (options.json !== true) sayDiagnostics(call.terminal, diagnostics, files.showPath);
  const { description } = product;
  const machine = description.machines.find(({ name }) => name === (plan.machine?.name ?? plan.name)) ?? null;
  return { kind: "compiled", files, description, plan, machine, diagnostics };
}

async function planDespite({ description, isSound }: Compilation, options: CompileOptions): Promise<Plan | null> {
  if (options.willDo === undefined) return null;
  const asked = planOptions(options);
  if (isSound) return planMachine(description, { ...asked, solver: await loadSolver() });
  const alone = areMachinesSound(description) ? planMachineAlone(description, asked) : null;
  return alone ?? (options.willDo === "description" ? planNothing(description, asked) : null);
}

export interface Judged {
  readonly kind: "judged";
  readonly files: DescriptionFiles;
  readonly description: Description;
  /** Warnings and notes; already said unless the answer is JSON. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Checks what the FILE arguments name, every system and machine of it; without any, the description in the working folder. */
export function judgeFiles(
  call: Call,
  names: readonly string[],
  json: boolean,
  compilerFor: CompilerFor = newCompiler,
): Judged | Wrong | Refusal {
  const files = findFiles(call, names);
  if (files.kind === "refused") return files;
  call.terminal.progress("checking the description …");
  const { product, diagnostics: judged } = compilerFor(files).judge(files.roots);
  const diagnostics = sortDiagnostics([...judged, ...findMissingModules(product, files.folder, judged)]);
  if (hasErrors(diagnostics)) {
    reportWrong(call.terminal, diagnostics, files, json);
    return { kind: "wrong" };
  }
  if (!json) sayDiagnostics(call.terminal, diagnostics, files.showPath);
  return { kind: "judged", files, description: product, diagnostics };
}

export function findFiles(call: Call, names: readonly string[]): DescriptionFiles | Refusal {
  return names.length === 0 ? findDescriptionHere(call.workingFolder) : findDescription(names, call.workingFolder);
}

function planOptions({ system }: CompileOptions): { system?: string } {
  return system === undefined ? {} : { system };
}
