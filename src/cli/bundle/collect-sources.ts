/** All that a system is made of: descriptions, the prelude as it was read, programs and what they import. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { isInC } from "../../emit/c/emit-c.ts";
import { createCompiler } from "../../pipeline.ts";
import type { OutputFile } from "../../source/output-file.ts";
import type { Compiled } from "../compile-files.ts";
import type { DescriptionFiles } from "../description-files.ts";

export interface Sources {
  /** Folder of the description among them; empty where that is it. */
  readonly folder: string;
  /** By path, below the deepest folder that has them all. */
  readonly files: readonly OutputFile[];
  /** What was read of the prelude: `prelude/amd64.skerry`. */
  readonly prelude: readonly OutputFile[];
}

/** What is not there, or cannot be taken apart, is left out: only who boots needs it. */
export async function collectSources({ plan, files }: Compiled): Promise<Sources> {
  const read = plan.provenance.map((each) => each.path);
  const isPrelude = (file: string): boolean => file.startsWith("prelude/");
  const described = read.filter((file) => !isPrelude(file)).map(files.locate);
  const modules = [...(plan.system?.services ?? []), ...(plan.system?.clients ?? [])].map(({ module }) => module);
  const programs = modules.map((module) => path.resolve(files.folder, module)).filter((file) => existsSync(file));
  const imported = await withImports(programs, files.folder);
  const all = [...new Set([...described, ...imported, ...usedBy(imported, files)])].sort();
  const base = commonFolder([path.join(files.folder, "description"), ...all]);
  return {
    folder: slashed(path.relative(base, files.folder)),
    files: all.map((file) => ({ path: slashed(path.relative(base, file)), content: readFileSync(file) })),
    prelude: read.filter(isPrelude).map((file) => ({ path: file, content: readFileSync(files.locate(file)) })),
  };
}

/** The descriptions that those use which only programs import. */
function usedBy(imported: readonly string[], { folder, host, locate }: DescriptionFiles): readonly string[] {
  const foreign = imported.filter((file) => file.endsWith(".skerry"));
  if (foreign.length === 0) return [];
  const { product } = createCompiler(host).describe(foreign.map((file) => slashed(path.relative(folder, file))));
  const used = product.files.map((file) => file.path).filter((name) => !name.startsWith("prelude/"));
  return used.map(locate).filter((file) => existsSync(file));
}

async function withImports(programs: readonly string[], folder: string): Promise<readonly string[]> {
  const inC = programs.filter((file) => isInC(file));
  const others = programs.filter((file) => !isInC(file));
  return [...includesOf(inC), ...others, ...(others.length === 0 ? [] : await importsOf(others, folder))];
}

/** Modules of packages stay where they are. */
async function importsOf(programs: readonly string[], folder: string): Promise<readonly string[]> {
  const { build } = await import("esbuild");
  const result = await build({
    absWorkingDir: folder,
    entryPoints: [...programs],
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    platform: "node",
    outdir: path.join(folder, "nowhere"),
    packages: "external",
    external: ["~skerry/*", "skerry/*"],
    // Descriptions are sources too.
    loader: { ".skerry": "empty" },
    // Which would say where `~skerry` lies.
    tsconfigRaw: {},
    logLevel: "silent",
  }).catch(() => null);
  return Object.keys(result?.metafile.inputs ?? {}).map((file) => path.resolve(folder, file));
}

/** Files in C, and those beside them that they include. */
function includesOf(files: readonly string[]): readonly string[] {
  const found = new Set(files);
  for (const file of found) {
    for (const [, name = ""] of readFileSync(file, "utf8").matchAll(/^\s*#\s*include\s*"([^"]+)"/gm)) {
      const included = path.resolve(path.dirname(file), name);
      if (existsSync(included)) found.add(included);
    }
  }
  return [...found];
}

function commonFolder(files: readonly string[]): string {
  return files
    .map((file) => path.dirname(file))
    .reduce((common, folder) => {
      let shared = common;
      while (path.relative(shared, folder).startsWith("..")) shared = path.dirname(shared);
      return shared;
    });
}

function slashed(file: string): string {
  return file.split(path.sep).join("/");
}
