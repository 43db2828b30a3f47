/** What programs import as `./block.skerry`: the same that a bundler's plugin gives them, of the very files that boot. */
import path from "node:path";
import type { OnLoadResult, OnResolveArgs, OnResolveResult, PluginBuild } from "esbuild";
import { emitReexports } from "../../emit/typescript/module/reexports.ts";
import type { Plan } from "../../plan/plan.ts";

/** Of descriptions as modules, by their absolute path. */
const namespace = "skerry-description";

export interface DescribedBy {
  readonly plan: Plan;
  /** Absolute: what the plan's paths are relative to. */
  readonly folder: string;
}

export function resolveDescriptions(build: PluginBuild, described: DescribedBy): void {
  build.onResolve({ filter: /^\.{0,2}\/.*\.skerry$/ }, ({ path: name, resolveDir }: OnResolveArgs) =>
    asDescription(path.resolve(resolveDir, name)),
  );
  build.onLoad({ filter: /.*/, namespace }, ({ path: file }) => load(file, described));
}

export function asDescription(file: string): OnResolveResult {
  return { path: file, namespace };
}

async function load(file: string, { plan, folder }: DescribedBy): Promise<OnLoadResult> {
  const name = path.relative(folder, file).split(path.sep).join("/");
  const isPlanned = plan.provenance.some((one) => one.path === name);
  const contents = isPlanned ? emitReexports(name, plan, "~skerry/") : null;
  return contents === null ? loadForeign(file, folder) : { contents, loader: "ts", resolveDir: path.dirname(file) };
}

/** One that the system knows nothing of. */
async function loadForeign(file: string, root: string): Promise<OnLoadResult> {
  const [{ loadForEsbuild }, { Project }] = await Promise.all([
    import("../../plugin/esbuild-load.ts"),
    import("../../plugin/project.ts"),
  ]);
  return loadForEsbuild(file, new Project({ root, types: false, inPlace: true }));
}
