import { resolve } from "node:path";
import { importDiagnostics } from "../diagnostics/catalogue/import.ts";
import { diagnose, type Outcome } from "../diagnostics/diagnostic.ts";
import { renderJson } from "../diagnostics/render-json.ts";
import { readText } from "../files/read-text.ts";
import { translateHwloc } from "../import/hwloc/translate.ts";
import type { Call, Ending } from "./call.ts";
import { exitCode } from "./exit-code.ts";
import { printJson } from "./print-json.ts";
import { type Refusal, refuseCall } from "./refusal.ts";
import { sayDiagnostics } from "./report-diagnostics.ts";
import { writeFile } from "./write-file.ts";

export interface ImportOptions {
  readonly out?: string;
  readonly json?: boolean;
}

/** Translates hwloc's XML and prints the description, or writes it to a file. */
export async function importHwloc(call: Call, file: string, options: ImportOptions): Promise<Ending> {
  const translated = translate(call, file);
  if ("kind" in translated) return translated;
  const { product, diagnostics } = translated;
  const { out } = options;
  if (options.json !== true) sayDiagnostics(call.terminal, diagnostics, (each) => each);
  const refusal =
    product === null || out === undefined ? null : writeFile(resolve(call.workingFolder, out), product, out);
  if (refusal !== null) return refusal;
  if (options.json === true)
    printJson(call.terminal, {
      ok: product !== null,
      text: product,
      out: out ?? null,
      diagnostics: renderJson(diagnostics, (each) => each),
    });
  else if (product !== null) call.terminal.print(out === undefined ? product : `${out}\n`);
  return product === null ? exitCode.wrongDescription : exitCode.done;
}

function translate(call: Call, file: string): Outcome<string | null> | Refusal {
  const path = file === "-" ? "<stdin>" : file;
  const name = file === "-" ? "standard input" : file;
  const read = readText(file === "-" ? 0 : resolve(call.workingFolder, file));
  if (read.kind === "text") return translateHwloc({ path, text: read.text });
  if (read.kind === "missing") return refuseCall(`there is no ${file}`);
  if (read.isFaulty !== true) return refuseCall(`${name} cannot be read: ${read.reason}`);
  const span = { source: { path, text: "" }, start: 0, end: 0 };
  return {
    product: null,
    diagnostics: [diagnose(importDiagnostics.foreignNotText, span, { file: name, reason: read.reason })],
  };
}
