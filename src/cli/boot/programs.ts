/** The modules of a system's programs, made ready to run; what is wrong with them as diagnostics. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Message } from "esbuild";
import { environmentDiagnostics } from "../../diagnostics/catalogue/environment.ts";
import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import type { Program } from "../../model/deployment.ts";
import type { OutputFile } from "../../source/output-file.ts";
import type { SourceFile, Span } from "../../source/source-file.ts";
import type { Compiled } from "../compile-files.ts";
import { bundlePrograms } from "./bundle-programs.ts";

export type ProgramModule =
  | { readonly kind: "ready"; readonly module: URL; readonly remove: () => void }
  | { readonly kind: "wrong"; readonly diagnostics: readonly Diagnostic[] };

/** Bundles the programs of the planned system with the generated files. */
export async function preparePrograms(compiled: Compiled, files: readonly OutputFile[]): Promise<ProgramModule> {
  const programs = programsOf(compiled);
  const { folder, showPath } = compiled.files;
  const missing = programs.filter(({ module }) => !existsSync(path.resolve(folder, module)));
  if (missing.length > 0) return { kind: "wrong", diagnostics: missing.map(missingModule) };
  const bundled = await bundlePrograms({ files, plan: compiled.plan, entry: "programs.ts", folder, showPath });
  if (bundled.kind === "bundled") return { ...bundled, kind: "ready" };
  return { kind: "wrong", diagnostics: bundled.errors.map((error) => brokenModule(error, programs, compiled)) };
}

interface NamedProgram {
  readonly program: Program;
  /** Relative to the description's folder, as the plan has it. */
  readonly module: string;
}

/** In the order of the system. */
export function programsOf({ description, plan }: Compiled): readonly NamedProgram[] {
  const system = description.systems.find(({ name }) => name === plan.system?.name);
  const modules = [...(plan.system?.services ?? []), ...(plan.system?.clients ?? [])];
  return [...(system?.services ?? []), ...(system?.clients ?? [])].map((program) => ({
    program,
    module: modules.find(({ name }) => name === program.name)?.module ?? program.module,
  }));
}

function missingModule({ program, module }: NamedProgram): Diagnostic {
  return diagnose(environmentDiagnostics.moduleMissing, program.moduleSpan, { program: program.name, module });
}

/** Points into the module itself where esbuild says where, and always at where the description names it. */
function brokenModule({ text, location }: Message, programs: readonly NamedProgram[], compiled: Compiled): Diagnostic {
  const { folder } = compiled.files;
  const file = location === null ? null : path.resolve(folder, location.file);
  const blamed = programs.find(({ module }) => path.resolve(folder, module) === file) ?? programs[0];
  const facts = { program: blamed?.program.name ?? "", module: blamed?.module ?? "", reason: text };
  const named = blamed?.program.moduleSpan;
  const inside = location === null || file === null ? null : spanInside(file, location, folder);
  const span = inside ?? named;
  if (span === undefined) throw new Error(text);
  const related = inside === null || named === undefined ? [] : [{ span: named, message: "named here" }];
  return diagnose(environmentDiagnostics.moduleBroken, span, facts, { related });
}

/** esbuild counts lines from 1 and columns in bytes from 0. */
function spanInside(file: string, location: NonNullable<Message["location"]>, folder: string): Span | null {
  if (!existsSync(file)) return null;
  const source: SourceFile = {
    path: path.relative(folder, file).split(path.sep).join("/"),
    text: readFileSync(file, "utf8"),
  };
  const before = source.text.split("\n").slice(0, location.line - 1);
  const units = (text: string, bytes: number) => Buffer.from(text).subarray(0, bytes).toString().length;
  const start = before.reduce((sum, line) => sum + line.length + 1, 0) + units(location.lineText, location.column);
  return {
    source,
    start,
    end: start + units(location.lineText.slice(units(location.lineText, location.column)), location.length),
  };
}
