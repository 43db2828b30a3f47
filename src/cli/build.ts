import path from "node:path";
import { counted } from "../algorithms/counted.ts";
import { renderJson } from "../diagnostics/render-json.ts";
import { hasErrors, withPlace } from "../diagnostics/report.ts";
import { type EmitOptions, emit } from "../emit/emit.ts";
import type { Call, Ending } from "./call.ts";
import { type ChosenTargets, chooseTargets, type LeftOut } from "./choose-targets.ts";
import { type Compiled, type CompileOptions, type CompilerFor, compileFiles } from "./compile-files.ts";
import { exitCode } from "./exit-code.ts";
import { type Written, writeOutput } from "./output-folder.ts";
import { printJson } from "./print-json.ts";
import { type Refusal, refuseCall } from "./refusal.ts";
import { refuseUnwritable } from "./refuse-unwritable.ts";
import { reportWrong, sayDiagnostics } from "./report-diagnostics.ts";
import { writeTypes } from "./write-types.ts";

export interface BuildOptions extends CompileOptions {
  /** At least one of them: a folder, a zip, and types. */
  readonly out?: string;
  readonly bundle?: string;
  /** Declarations for `import … from "./block.skerry"`: beside the descriptions, or in a folder. */
  readonly types?: true | string;
  readonly force?: boolean;
  readonly watch?: boolean;
  readonly inPlace?: boolean;
  readonly promela?: boolean;
  readonly c?: boolean;
  /** Other systems whose boot input is wanted too. */
  readonly target?: readonly string[];
}

/** Writes stubs, tables, boot configurations and pictures; nothing at all when the description is wrong. */
export async function build(call: Call, names: readonly string[], options: BuildOptions): Promise<Ending> {
  if (options.watch !== true) return buildOnce(call, names, options);
  const { watch } = await import("./watch/watch.ts");
  return watch(call, names, options, (compilerFor) => buildOnce(call, names, options, compilerFor));
}

async function buildOnce(
  call: Call,
  names: readonly string[],
  options: BuildOptions,
  compilerFor?: CompilerFor,
): Promise<Ending> {
  if (options.out === undefined && options.bundle === undefined && options.types === undefined) {
    return refuseCall("required option '-o, --out <folder>' not specified", "Or say --bundle FILE for a single file.");
  }
  const compiled = await compileFiles(call, names, options, compilerFor);
  if (compiled.kind === "refused") return compiled;
  if (compiled.kind === "wrong") return exitCode.wrongDescription;
  const refusal = refuseUnwritable(compiled.plan);
  if (refusal !== null) return refusal;
  const chosen = await chooseTargets(options.target ?? [], compiled.plan, compiled.files.host);
  if (chosen.kind === "refused") return chosen;
  const diagnostics = [...compiled.diagnostics, ...chosen.diagnostics];
  if (hasErrors(chosen.diagnostics)) {
    const shown = options.json === true ? diagnostics : chosen.diagnostics;
    reportWrong(call.terminal, shown, compiled.files, options.json === true);
    return exitCode.wrongDescription;
  }
  if (options.json !== true) sayDiagnostics(call.terminal, chosen.diagnostics, compiled.files.showPath);
  return write(call, { ...compiled, diagnostics }, options, chosen);
}

/** The folder first: a bundle that is there is whole. */
async function write(call: Call, compiled: Compiled, options: BuildOptions, chosen: ChosenTargets): Promise<Ending> {
  const wanted = {
    inPlace: options.inPlace === true,
    promela: options.promela === true,
    c: options.c === true,
    targets: chosen.targets,
    report: { warnings: compiled.diagnostics.map(withPlace) },
  };
  const written =
    options.out === undefined ? null : await writeFolder(call, compiled, options.out, wanted, options.force === true);
  if (written?.kind === "refused") return written;
  const bundle = options.bundle;
  const refusal =
    bundle === undefined ? null : await bundleInto(call, compiled, bundle, wanted, options.system ?? null);
  if (refusal !== null) return refusal;
  const { types, inPlace = false } = options;
  const typed = types === undefined ? null : await writeTypes(call, compiled, { types, inPlace });
  if (typed !== null && typeof typed !== "number") return typed;
  tell(call, compiled, options, chosen, written, typed);
  return exitCode.done;
}

async function writeFolder(
  call: Call,
  { plan, files: { folder: described } }: Compiled,
  out: string,
  wanted: Wanted,
  force: boolean,
): Promise<Written | Refusal> {
  const folder = path.resolve(call.workingFolder, out);
  call.terminal.progress("making the files …");
  return writeOutput(folder, await emit(plan, { ...wanted, modulesFolder: path.relative(folder, described) }), force);
}

type Wanted = Omit<EmitOptions, "modulesFolder">;

async function bundleInto(
  call: Call,
  compiled: Compiled,
  shown: string,
  wanted: Wanted,
  system: string | null,
): Promise<Refusal | null> {
  const { buildBundle } = await import("./bundle/build-bundle.ts");
  return buildBundle(compiled, system, wanted, { file: path.resolve(call.workingFolder, shown), shown });
}

function tell(
  { terminal, workingFolder }: Call,
  { diagnostics, files }: Compiled,
  { json, out, bundle }: BuildOptions,
  { leftOut }: ChosenTargets,
  written: Written | null,
  typed: number | null,
): void {
  if (json === true) {
    const { changed = [], unchanged = [], removed = [] } = written ?? {};
    const place = {
      out: out === undefined ? null : path.resolve(workingFolder, out),
      ...(bundle === undefined ? {} : { bundle }),
      ...(typed === null ? {} : { typed }),
    };
    const shown = renderJson(diagnostics, files.showPath);
    printJson(terminal, { ok: true, ...place, changed, unchanged, removed, leftOut, diagnostics: shown });
    return;
  }
  const folder = written === null || out === undefined ? "" : report(out, written);
  const types = typed === null ? "" : `Types of ${counted(typed, "description")} written.\n`;
  terminal.print(`${folder}${bundle === undefined ? "" : `${bundle} written.\n`}${types}${reportLeftOut(leftOut)}`);
}

function report(out: string, { changed, unchanged, removed }: Written): string {
  const lines = [
    ...changed.map((file) => `  ${path.join(out, file)}`),
    ...removed.map((file) => `  ${path.join(out, file)} (removed: no longer made)`),
  ];
  const summary = `${counted(changed.length, "file")} written, ${unchanged.length} unchanged`;
  return `${[...lines, `${summary}${removed.length > 0 ? `, ${removed.length} removed` : ""}.`].join("\n")}\n`;
}

function reportLeftOut(leftOut: readonly LeftOut[]): string {
  return leftOut
    .map(({ target, code, message, others }) => {
      const more = others === 0 ? "" : ` (and ${others} more: \`--target ${target}\` shows them)`;
      return `Not for ${target}: ${code}: ${message}${more}.\n`;
    })
    .join("");
}
