/** OLD and NEW: a description, which is compiled, or a plan as `skerry build` writes it. */
import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { comparisonDiagnostics } from "../../diagnostics/catalogue/breaking.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import { readText } from "../../files/read-text.ts";
import type { Plan } from "../../plan/plan.ts";
import { readPlan } from "../../plan/read-plan.ts";
import type { SourceFile } from "../../source/source-file.ts";
import type { Call } from "../call.ts";
import { type CompileOptions, compileFiles, type Wrong } from "../compile-files.ts";
import type { DescriptionFiles } from "../description-files.ts";
import { type Refusal, refuseCall } from "../refusal.ts";
import { reportWrong } from "../report-diagnostics.ts";

export interface Version {
  readonly kind: "version";
  readonly plan: Plan;
  /** The plan that was read instead of a description; null when there is a text to show. */
  readonly planName: string | null;
  /** Names a file of the plan for the reader. */
  readonly showPath: (path: string) => string;
  /** The text that a place in the plan is in; null when the plan was read and no text is at hand. */
  readonly readSource: (path: string) => SourceFile | null;
}

export async function readVersion(
  call: Call,
  name: string,
  options: CompileOptions,
): Promise<Version | Wrong | Refusal> {
  const plan = planFile(path.resolve(call.workingFolder, name));
  return plan === null ? compileVersion(call, name, options) : loadPlan(call, plan, name, options);
}

/** A `.json` file, or that of a folder which has a plan and no description. */
function planFile(file: string): string | null {
  if (file.endsWith(".json")) return file;
  const inside = path.join(file, "plan.json");
  if (!statSync(file, { throwIfNoEntry: false })?.isDirectory() || !existsSync(inside)) return null;
  return readdirSync(file).some((name) => name.endsWith(".skerry")) ? null : inside;
}

async function compileVersion(call: Call, name: string, options: CompileOptions): Promise<Version | Wrong | Refusal> {
  const compiled = await compileFiles(call, [name], options);
  if (compiled.kind !== "compiled") return compiled;
  const { plan, files } = compiled;
  return {
    kind: "version",
    plan,
    planName: null,
    showPath: files.showPath,
    readSource: (file) => sourceOf(file, files),
  };
}

/** Under the name that the reader knows it by. */
function sourceOf(file: string, { host, showPath }: DescriptionFiles): SourceFile | null {
  const read = host.read(file);
  return read.kind === "text" ? { path: showPath(file), text: read.text } : null;
}

function loadPlan(call: Call, file: string, name: string, { json }: CompileOptions): Version | Wrong | Refusal {
  const read = readText(file);
  if (read.kind === "missing") return refuseCall(`there is no ${name}`);
  if (read.kind === "notText") return refuseCall(`${name} cannot be read: ${read.reason}`);
  const { plan, faults } = readPlan(read.text);
  if (plan !== null)
    return { kind: "version", plan, planName: name, showPath: (inside) => inside, readSource: () => null };
  const source = { path: name, text: read.text };
  const facts = { file: name, fault: faults[0] ?? "it is empty", others: faults.length - 1 };
  const diagnostic = diagnose(comparisonDiagnostics.notAPlan, { source, start: 0, end: 0 }, facts);
  reportWrong(call.terminal, [diagnostic], { showPath: (inside) => inside }, json === true);
  return { kind: "wrong" };
}
