/** From generated stubs in memory and the modules of services and clients to one module that a host loads. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Message, OnResolveArgs, OnResolveResult, Plugin, PluginBuild } from "esbuild";
import { packageFolder } from "../../files/installation.ts";
import type { Plan } from "../../plan/plan.ts";
import { programScheme } from "../../runtime/kernel/error-text.ts";
import type { OutputFile } from "../../source/output-file.ts";
import { asDescription, resolveDescriptions } from "./described-imports.ts";

/** Where generated files lie as far as esbuild is concerned: nowhere on the disk. */
const namespace = "skerry";
const bundleName = "programs.mjs";

export type Bundled =
  | {
      readonly kind: "bundled";
      readonly module: URL;
      /** Removes it from the disk. */
      readonly remove: () => void;
    }
  | { readonly kind: "broken"; readonly errors: readonly Message[] };

export interface BundleInput {
  readonly files: readonly OutputFile[];
  /** What they were made of. */
  readonly plan: Plan;
  /** Which of the files to start from. */
  readonly entry: string;
  /** Absolute: what the modules of programs are relative to. */
  readonly folder: string;
  /** Names a file, relative to the folder, for people. */
  readonly showPath: (path: string) => string;
}

/** Bundles `entry` of the generated files with the programs' own modules; errors in those come back as values. */
export async function bundlePrograms({ files, plan, entry, folder, showPath }: BundleInput): Promise<Bundled> {
  const { build } = await import("esbuild");
  const result = await build({
    absWorkingDir: folder,
    stdin: { contents: `export * from "~skerry/${entry}";`, resolveDir: folder, sourcefile: "boot.ts", loader: "ts" },
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    target: "node20",
    // Only what the paths in the source map are relative to.
    outfile: path.join(folder, bundleName),
    sourcemap: "external",
    keepNames: true,
    logLevel: "silent",
    plugins: [resolveGenerated(files, plan, folder)],
  }).catch((error: unknown) => ({ errors: messagesOf(error), outputFiles: [] }));
  const [map, bundle] = result.outputFiles;
  if (map === undefined || bundle === undefined) return { kind: "broken", errors: result.errors };
  return place(bundle.text + inlineMap(map.text, showPath));
}

/** The source map as a comment; the programs' own modules are named as people are shown them. */
function inlineMap(text: string, showPath: (path: string) => string): string {
  const map: { readonly sources: readonly string[] } = JSON.parse(text);
  const sources = map.sources.map((source) =>
    source.startsWith(`${namespace}:`) ? source : programScheme + encodeURI(relativeName(showPath(source))),
  );
  const encoded = Buffer.from(JSON.stringify({ ...map, sources })).toString("base64");
  return `//# sourceMappingURL=data:application/json;base64,${encoded}\n`;
}

function relativeName(shown: string): string {
  return path.isAbsolute(shown) || shown.startsWith("../") ? shown : `./${shown}`;
}

/** esbuild rejects with an error that carries the messages; anything else is no fault of the modules. */
function messagesOf(error: unknown): Message[] {
  if (error instanceof Error && "errors" in error && Array.isArray(error.errors)) return error.errors;
  throw error;
}

function place(contents: string): Bundled {
  const folder = mkdtempSync(path.join(tmpdir(), "skerry-boot-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const file = path.join(folder, bundleName);
  writeFileSync(file, contents);
  process.once("exit", remove);
  return { kind: "bundled", module: pathToFileURL(file), remove };
}

function resolveGenerated(files: readonly OutputFile[], plan: Plan, folder: string): Plugin {
  const texts = new Map(files.map((file) => [file.path, file.content]));
  return {
    name: "skerry",
    setup: (build) => {
      build.onResolve({ filter: /^skerry\/runtime$/ }, () => ({ path: runtimeModule().href, external: true }));
      build.onResolve({ filter: /^~skerry\// }, ({ path: name }) => generated(name.slice("~skerry/".length), texts));
      resolveDescriptions(build, { plan, folder });
      build.onResolve({ filter: /^\.\.?\//, namespace }, (args) => fromGenerated(args, texts, folder));
      build.onResolve({ filter: /^[^./~]/ }, (args) => packageImport(args, build));
      build.onLoad({ filter: /.*/, namespace }, ({ path: name }) => {
        const contents = texts.get(name);
        return contents === undefined ? undefined : { contents, loader: "ts", resolveDir: folder };
      });
    },
  };
}

/** One instance for the programs and the kernels: that of the thread they run in. */
export function runtimeModule(): URL {
  return pathToFileURL(path.join(packageFolder(), "dist", "programs-runtime.js"));
}

/** The extension may be left out, as in `~skerry/block`. */
function generated(name: string, texts: ReadonlyMap<string, unknown>): OnResolveResult {
  const found = [name, `${name}.ts`].find((candidate) => texts.has(candidate));
  if (found !== undefined) return { path: found, namespace };
  const known = [...texts.keys()]
    .filter((key) => key.endsWith(".ts"))
    .map((key) => `~skerry/${key.replace(/\.ts$/, "")}`);
  return { errors: [{ text: `Nothing called ~skerry/${name} is generated; there are ${known.join(", ")}` }] };
}

/** A neighbour among the generated files; else the module of a program, relative to the description. */
function fromGenerated(
  { path: name, importer }: OnResolveArgs,
  texts: ReadonlyMap<string, unknown>,
  folder: string,
): OnResolveResult {
  const neighbour = path.posix.join(path.posix.dirname(importer), name);
  return texts.has(neighbour) ? { path: neighbour, namespace } : { path: path.resolve(folder, name) };
}

/** Packages stay outside, under the address they have from where they are imported: the bundle lies elsewhere. */
async function packageImport(args: OnResolveArgs, build: PluginBuild): Promise<OnResolveResult | undefined> {
  const { path: name, resolveDir, kind, pluginData } = args;
  if (name.startsWith("node:") || pluginData === namespace || path.isAbsolute(name)) return undefined;
  const found = await build.resolve(name, { resolveDir, kind, importer: args.importer, pluginData: namespace });
  if (found.errors.length > 0) return { errors: found.errors };
  if (found.external || found.namespace !== "file") return found;
  if (found.path.endsWith(".skerry")) return asDescription(found.path);
  return { path: pathToFileURL(found.path).href, external: true };
}
