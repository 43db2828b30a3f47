import path from "node:path";
import { counted } from "../algorithms/counted.ts";
import { renderJson } from "../diagnostics/render-json.ts";
import { hasErrors } from "../diagnostics/report.ts";
import { emit } from "../emit/emit.ts";
import type { Call, Ending } from "./call.ts";
import { chooseTargets } from "./choose-targets.ts";
import { type CompileOptions, type CompilerFor, compileFiles } from "./compile-files.ts";
import { exitCode } from "./exit-code.ts";
import { type Written, writeOutput } from "./output-folder.ts";
import { printJson } from "./print-json.ts";
import { refuseUnwritable } from "./refuse-unwritable.ts";
import { reportWrong, sayDiagnostics } from "./report-diagnostics.ts";

export interface BuildOptions extends CompileOptions {
  readonly out: string;
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
  const compiled = await compileFiles(call, names, options, compilerFor);
  if (compiled.kind === "refused") return compiled;
  if (compiled.kind === "wrong") return exitCode.wrongDescription;
  const folder = path.resolve(call.workingFolder, options.out);
  const modulesFolder = path.relative(folder, compiled.files.folder);
  const refusal = refuseUnwritable(compiled.plan);
  if (refusal !== null) return refusal;
  const chosen = await chooseTargets(options.target ?? [], compiled.plan, compiled.files.host);
  if (chosen.kind === "refused") return chosen;
  const all = [...compiled.diagnostics, ...chosen.diagnostics];
  if (hasErrors(chosen.diagnostics)) {
    reportWrong(call.terminal, options.json === true ? all : chosen.diagnostics, compiled.files, options.json === true);
    return exitCode.wrongDescription;
  }
  if (options.json !== true) sayDiagnostics(call.terminal, chosen.diagnostics, compiled.files.showPath);
  const files = await emit(compiled.plan, {
    modulesFolder,
    inPlace: options.inPlace === true,
    promela: options.promela === true,
    c: options.c === true,
    targets: chosen.targets,
  });
  const written = writeOutput(folder, files, options.force === true);
  if (written.kind === "refused") return written;
  const { leftOut } = chosen;
  const { changed, unchanged, removed } = written;
  const diagnostics = renderJson(all, compiled.files.showPath);
  if (options.json === true)
    printJson(call.terminal, { ok: true, out: folder, changed, unchanged, removed, leftOut, diagnostics });
  else call.terminal.print(`${report(options.out, written)}${reportLeftOut(leftOut)}`);
  return exitCode.done;
}

function report(out: string, { changed, unchanged, removed }: Written): string {
  const lines = [
    ...changed.map((file) => `  ${path.join(out, file)}`),
    ...removed.map((file) => `  ${path.join(out, file)} (removed: no longer made)`),
  ];
  const summary = `${counted(changed.length, "file")} written, ${unchanged.length} unchanged`;
  return `${[...lines, `${summary}${removed.length > 0 ? `, ${removed.length} removed` : ""}.`].join("\n")}\n`;
}

function reportLeftOut(names: readonly string[]): string {
  if (names.length === 0) return "";
  return `Not for ${names.join(", ")}: \`--target ${names[0]}\` says why.\n`;
}
