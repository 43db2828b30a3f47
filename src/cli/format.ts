import path from "node:path";
import { counted } from "../algorithms/counted.ts";
import { environmentDiagnostics } from "../diagnostics/catalogue/environment.ts";
import { type Diagnostic, diagnose } from "../diagnostics/diagnostic.ts";
import { renderJson } from "../diagnostics/render-json.ts";
import { hasErrors } from "../diagnostics/report.ts";
import type { SourceFile } from "../source/source-file.ts";
import { format as formatSource } from "../syntax/format.ts";
import type { Call, Ending } from "./call.ts";
import { type DescriptionFiles, findDescription } from "./description-files.ts";
import { exitCode } from "./exit-code.ts";
import { printJson } from "./print-json.ts";
import { type Refusal, refuseCall } from "./refusal.ts";
import { sayDiagnostics } from "./report-diagnostics.ts";
import { writeFile } from "./write-file.ts";

export interface FormatOptions {
  readonly write?: boolean;
  readonly check?: boolean;
  readonly json?: boolean;
}

interface Formatted {
  readonly source: SourceFile;
  /** Canonical; null when the file has syntax errors. */
  readonly text: string | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Prints, checks or rewrites each file by itself; what it uses is not read. */
export async function format(call: Call, names: readonly string[], options: FormatOptions): Promise<Ending> {
  const files = findDescription(names, call.workingFolder);
  if (files.kind === "refused") return files;
  const formatted = files.roots.map((root) => formatOne(root, files));
  const diagnostics = formatted.flatMap((each) => each.diagnostics);
  const refusal = options.write === true ? rewrite(formatted, files) : refusePrint(formatted, options);
  if (refusal !== null) return refusal;
  answer(call, formatted, files, options);
  if (hasErrors(diagnostics)) return exitCode.wrongDescription;
  return options.check === true && formatted.some(isChanged) ? exitCode.wrongDescription : exitCode.done;
}

function formatOne(root: string, files: DescriptionFiles): Formatted {
  const read = files.host.read(root);
  if (read.kind === "text") {
    const source = { path: root, text: read.text };
    const { product, diagnostics } = formatSource(source);
    return { source, text: product, diagnostics };
  }
  const source = { path: root, text: "" };
  const reason = read.kind === "missing" ? "it is gone" : read.reason;
  const unreadable = diagnose(
    environmentDiagnostics.unreadableFile,
    { source, start: 0, end: 0 },
    { file: root, reason },
  );
  return { source, text: null, diagnostics: [unreadable] };
}

function isChanged({ source, text }: Formatted): boolean {
  return text !== null && text !== source.text;
}

function refusePrint(formatted: readonly Formatted[], options: FormatOptions): Refusal | null {
  if (options.check === true || options.json === true || formatted.length === 1) return null;
  return refuseCall("several files are named", "Say --write to rewrite them or --check to only look.");
}

function rewrite(formatted: readonly Formatted[], files: DescriptionFiles): Refusal | null {
  for (const { source, text } of formatted.filter(isChanged)) {
    if (files.showPath(source.path) === "<stdin>") return refuseCall("standard input cannot be written back to");
    const file = path.resolve(files.folder, source.path);
    const refusal = writeFile(file, text ?? source.text, files.showPath(source.path));
    if (refusal !== null) return refusal;
  }
  return null;
}

function answer(call: Call, formatted: readonly Formatted[], files: DescriptionFiles, options: FormatOptions): void {
  const diagnostics = formatted.flatMap((each) => each.diagnostics);
  const changed = formatted.filter(isChanged).map(({ source }) => files.showPath(source.path));
  if (options.json === true) {
    const ok = !hasErrors(diagnostics) && (options.check !== true || changed.length === 0);
    const texts = formatted.map(({ source, text }) => ({ file: files.showPath(source.path), text }));
    printJson(call.terminal, { ok, changed, files: texts, diagnostics: renderJson(diagnostics, files.showPath) });
    return;
  }
  sayDiagnostics(call.terminal, diagnostics, files.showPath);
  if (options.check === true) call.terminal.print(changed.map((file) => `${file} is not canonical\n`).join(""));
  else if (options.write === true) call.terminal.print(`${counted(changed.length, "file")} rewritten.\n`);
  else call.terminal.print(formatted[0]?.text ?? "");
}
