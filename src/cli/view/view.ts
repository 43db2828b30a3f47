import path from "node:path";
import { emitView } from "../../emit/view/page.ts";
import { readPageAssets } from "../../files/installation.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Call, Ending } from "../call.ts";
import { compileFiles } from "../compile-files.ts";
import { findDescription } from "../description-files.ts";
import { exitCode } from "../exit-code.ts";
import { printJson } from "../print-json.ts";
import { type Refusal, refuseCall } from "../refusal.ts";
import { writeFile } from "../write-file.ts";
import { type ViewOptions, wantsLive } from "./view-options.ts";

/** Makes a page of a machine, as a file or for a browser on this machine. */
export async function view(call: Call, given: readonly string[], said: ViewOptions): Promise<Ending> {
  const { names, options } = sortOut(call, given, said);
  const isServed = options.serve === true || wantsLive(options);
  const refusal = refuseMixture(options, isServed);
  if (refusal !== null) return refusal;
  const compiled = await compileFiles(call, names, { ...options, willDo: "machine" });
  if (compiled.kind === "refused") return compiled;
  if (compiled.kind === "wrong") return exitCode.wrongDescription;
  if (compiled.plan.machine === null) return refuseCall("the description has no machine to view");
  if (!isServed) return write(call, compiled.plan, options);
  const { serveView } = await import("./serve-view.ts");
  return serveView(call, compiled.plan, options);
}

/** An option that takes a word or none may have taken the description behind it. */
function sortOut({ workingFolder }: Call, names: readonly string[], options: ViewOptions) {
  const { live } = options;
  const isFile = typeof live === "string" && names.length === 0;
  if (!isFile || findDescription([live], workingFolder).kind === "refused") return { names, options };
  return { names: [live], options: { ...options, live: true } };
}

function refuseMixture({ out, port }: ViewOptions, isServed: boolean): Refusal | null {
  if (out !== undefined && isServed) {
    return refuseCall("a page that is served is not written to a file", "Leave out --out, or --serve and --live.");
  }
  if (port !== undefined && !isServed)
    return refuseCall("only a page that is served has a port", "Say --serve as well.");
  return null;
}

async function write(call: Call, plan: Plan, { out, json }: ViewOptions): Promise<Ending> {
  const { content } = await emitView(plan, readPageAssets(), { live: false });
  const html = String(content);
  const refusal = out === undefined ? null : writeFile(path.resolve(call.workingFolder, out), html, out);
  if (refusal !== null) return refusal;
  if (json === true) printJson(call.terminal, { ok: true, out: out ?? null, ...(out === undefined ? { html } : {}) });
  else call.terminal.print(out === undefined ? html : `${out}\n`);
  return exitCode.done;
}
