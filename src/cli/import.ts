import path from "node:path";
import { renderJson } from "../diagnostics/render-json.ts";
import { translateHwloc } from "../import/hwloc/translate.ts";
import type { Call, Ending } from "./call.ts";
import { exitCode } from "./exit-code.ts";
import { printJson } from "./print-json.ts";
import { readText } from "./read-text.ts";
import { type Refusal, refuseCall } from "./refusal.ts";
import { sayDiagnostics } from "./report-diagnostics.ts";
import { writeFile } from "./write-file.ts";

export interface ImportOptions {
  readonly out?: string;
  readonly json?: boolean;
}

/** Translates hwloc's XML and prints the description, or writes it to a file. */
export async function importHwloc(call: Call, file: string, options: ImportOptions): Promise<Ending> {
  const text = readForeign(call, file);
  if (typeof text !== "string") return text;
  const { product, diagnostics } = translateHwloc({ path: file === "-" ? "<stdin>" : file, text });
  const { out } = options;
  if (options.json !== true) sayDiagnostics(call.terminal, diagnostics, (each) => each);
  const refusal =
    product === null || out === undefined ? null : writeFile(path.resolve(call.workingFolder, out), product, out);
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

function readForeign(call: Call, file: string): string | Refusal {
  const read = readText(file === "-" ? 0 : path.resolve(call.workingFolder, file));
  if (read.kind === "text") return read.text;
  if (read.kind === "missing") return refuseCall(`there is no ${file}`);
  return refuseCall(`${file === "-" ? "standard input" : file} cannot be read: ${read.reason}`);
}
