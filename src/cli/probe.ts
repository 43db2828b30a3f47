import { existsSync } from "node:fs";
import path from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { renderJson } from "../diagnostics/render-json.ts";
import type { MeasuredLatency } from "../import/description/measured-latency.ts";
import { describe, firstThreads } from "../import/sysfs/describe.ts";
import { fileSystemTree } from "../import/sysfs/file-system-tree.ts";
import { measureLatencies } from "../import/sysfs/measure-latencies.ts";
import type { SysfsTree } from "../import/sysfs/tree.ts";
import type { Call, Ending } from "./call.ts";
import { exitCode } from "./exit-code.ts";
import { printJson } from "./print-json.ts";
import { type Refusal, refuseCall, refuseLacking } from "./refusal.ts";
import { sayDiagnostics } from "./report-diagnostics.ts";
import type { Terminal } from "./terminal.ts";

export interface ProbeOptions {
  readonly root?: string;
  readonly measure?: boolean;
  readonly json?: boolean;
}

/** Prints the description of this machine, or of the one recorded under `root`. */
export async function probe(call: Call, options: ProbeOptions): Promise<Ending> {
  const root = path.resolve(call.workingFolder, options.root ?? "/");
  const refusal = refuseRoot(root, options);
  if (refusal !== null) return refusal;
  const tree = fileSystemTree(root);
  const measured = options.measure === true ? await measure(tree, call.terminal) : [];
  const { product, diagnostics } = describe(tree, measured);
  const showPath = (file: string) => path.join(root, file);
  if (options.json === true) {
    printJson(call.terminal, { ok: product !== null, text: product, diagnostics: renderJson(diagnostics, showPath) });
  } else {
    answer(call.terminal, product, diagnostics, showPath);
  }
  return product === null ? exitCode.lacking : exitCode.done;
}

function refuseRoot(root: string, options: ProbeOptions): Refusal | null {
  if (options.measure === true && options.root !== undefined) {
    return refuseCall("--measure and --root exclude one another: only the machine at hand can be measured");
  }
  if (existsSync(path.join(root, "sys"))) return null;
  if (options.root !== undefined)
    return refuseCall(`${options.root} has no folder sys`, "Record /sys and /proc into it.");
  return refuseLacking(
    "this system has no /sys to read the machine from",
    "Probing needs Linux; describe the machine by hand here.",
  );
}

function answer(
  terminal: Terminal,
  text: string | null,
  diagnostics: readonly Diagnostic[],
  showPath: (path: string) => string,
): void {
  sayDiagnostics(terminal, diagnostics, showPath);
  if (text !== null) terminal.print(text);
}

async function measure(tree: SysfsTree, terminal: Terminal): Promise<readonly MeasuredLatency[]> {
  const onPair = (done: number, all: number) => terminal.progress(`measuring pair ${done} of ${all}`);
  const date = new Date().toISOString().slice(0, 10);
  const measured = await measureLatencies(firstThreads(tree), { date, onPair });
  terminal.progress("");
  return measured;
}
