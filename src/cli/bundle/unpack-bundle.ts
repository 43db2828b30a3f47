/** Sources of a bundle on the disk, for as long as they are needed. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { bundleDiagnostics } from "../../diagnostics/catalogue/bundles.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import { version } from "../../files/installation.ts";
import { serialisePlan } from "../../plan/serialise.ts";
import type { Call, Ending } from "../call.ts";
import { type CompileOptions, compileFiles } from "../compile-files.ts";
import { exitCode } from "../exit-code.ts";
import { reportWrong } from "../report-diagnostics.ts";
import { loadBundle } from "./load-bundle.ts";
import type { Bundle } from "./read-bundle.ts";

/** Works with the description in a bundle, once it was found to be what was bundled; the disk is then as it was before. */
export async function withUnpacked<Options extends CompileOptions>(
  call: Call,
  name: string,
  options: Options,
  work: (call: Call, names: readonly string[], options: Options) => Promise<Ending>,
): Promise<Ending> {
  const bundle = await loadBundle(call, name, options.json === true);
  if (bundle.kind === "refused") return bundle;
  if (bundle.kind === "wrong") return exitCode.wrongDescription;
  const { manifest } = bundle;
  const folder = unpack(bundle);
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.once("exit", remove);
  try {
    const inside: Call = { ...call, workingFolder: path.join(folder, manifest.folder) };
    const system = options.system ?? manifest.system;
    const asked: Options = system === null ? options : { ...options, system };
    const fault = await plannedOtherwise(inside, name, bundle, asked);
    return fault ?? (await work(inside, manifest.roots, asked));
  } finally {
    process.off("exit", remove);
    remove();
  }
}

/** Names were judged when the bundle was read. */
function unpack({ files }: Bundle): string {
  const folder = mkdtempSync(path.join(tmpdir(), "skerry-bundle-"));
  for (const [name, content] of files) {
    if (!name.startsWith("sources/")) continue;
    const file = path.join(folder, name.slice("sources/".length));
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return folder;
}

/** Null where the sources come to the plan that is in the bundle. */
async function plannedOtherwise(
  call: Call,
  name: string,
  { manifest, files }: Bundle,
  options: CompileOptions,
): Promise<Ending | null> {
  if (options.system !== undefined && options.system !== (manifest.system ?? options.system)) return null;
  const silent: Call = { ...call, terminal: { ...call.terminal, say: () => {} } };
  const compiled = await compileFiles(silent, manifest.roots, { ...options, json: false });
  // What is wrong is said when it is compiled to be worked with.
  if (compiled.kind !== "compiled") return null;
  const planned = files.get("build/plan.json");
  if (planned !== undefined && Buffer.from(planned).toString() === serialisePlan(compiled.plan)) return null;
  const span = { source: { path: name, text: "" }, start: 0, end: 0 };
  const facts = { file: name, made: manifest.skerry, here: version() };
  const fault = diagnose(bundleDiagnostics.bundlePlannedOtherwise, span, facts);
  reportWrong(call.terminal, [fault], { showPath: (inside) => inside }, options.json === true);
  return exitCode.wrongDescription;
}
