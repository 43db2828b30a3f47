/** Builds in one process, over files on the disk: the first, and others after edits of one file each. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { findDescription } from "../../src/cli/description-files.ts";
import { writeOutput } from "../../src/cli/output-folder.ts";
import { emit } from "../../src/emit/emit.ts";
import { type Compiler, createCompiler } from "../../src/pipeline.ts";

/** Of one build, in milliseconds. */
export interface Lap {
  readonly build: number;
  /** What no build can do without: reading all files, writing those that come out otherwise. */
  readonly limit: number;
}

/** Builds the descriptions in `folder` into `out`, then again after each of so many edits. */
export async function rebuild(folder: string, out: string, edits: number): Promise<readonly Lap[]> {
  let compiler: Compiler | null = null;
  const laps: Lap[] = [];
  for (let edit = 0; edit <= edits; edit++) {
    const start = performance.now();
    const found = findDescription([folder], path.dirname(folder));
    if (found.kind === "refused") throw new Error(found.message);
    compiler ??= createCompiler(found.host);
    const { product, diagnostics } = compiler.compile(found.roots);
    if (product.plan === null) throw new Error(diagnostics[0]?.message);
    const files = await emit(product.plan, { modulesFolder: path.relative(out, folder), inPlace: false });
    const written = writeOutput(out, files, false);
    if (written.kind === "refused") throw new Error(written.message);
    const build = performance.now() - start;
    laps.push({ build, limit: timeLimit(found.roots.map(found.locate), out, written.changed) });
    editOne(found.locate(found.roots[(edit * 7) % found.roots.length] ?? ""));
  }
  return laps;
}

/** As little as an edit can change of what comes out: the type of one field. */
function editOne(file: string): void {
  const text = readFileSync(file, "utf8");
  const edited = text.replace(/offset: u(32|16)/, (_, bits) => `offset: u${bits === "32" ? 16 : 32}`);
  if (edited === text) throw new Error(`${file} has nothing to edit`);
  writeFileSync(file, edited);
}

function timeLimit(sources: readonly string[], out: string, changed: readonly string[]): number {
  const contents = changed.map((file) => [file, readFileSync(path.join(out, file))] as const);
  const bare = `${out}-bare`;
  const start = performance.now();
  for (const file of sources) readFileSync(file, "utf8");
  for (const [file, content] of contents) {
    mkdirSync(path.dirname(path.join(bare, file)), { recursive: true });
    writeFileSync(path.join(bare, file), content);
  }
  return performance.now() - start;
}
