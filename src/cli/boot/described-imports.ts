/** What programs import as `./block.skerry`: the same that a bundler's plugin gives them, of the very files that boot. */
import path from "node:path";
import type { OnLoadResult, OnResolveArgs, OnResolveResult, PluginBuild } from "esbuild";
import { emitReexports } from "../../emit/typescript/module/reexports.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Project } from "../../plugin/project.ts";
import type { SaidOnce } from "../../plugin/said-once.ts";

/** Of descriptions as modules, by their absolute path. */
const namespace = "skerry-description";

export interface DescribedBy {
  readonly plan: Plan;
  /** Absolute: what the plan's paths are relative to. */
  readonly folder: string;
}

export function resolveDescriptions(build: PluginBuild, described: DescribedBy): void {
  const foreign = new ForeignDescriptions(described.folder);
  build.onResolve({ filter: /^\.{0,2}\/.*\.skerry$/ }, ({ path: name, resolveDir }: OnResolveArgs) =>
    asDescription(path.resolve(resolveDir, name)),
  );
  build.onLoad({ filter: /.*/, namespace }, ({ path: file }) => loadPlanned(file, described) ?? foreign.load(file));
}

export function asDescription(file: string): OnResolveResult {
  return { path: file, namespace };
}

/** Null for a description that the plan knows nothing of, or nothing to import. */
function loadPlanned(file: string, { plan, folder }: DescribedBy): OnLoadResult | null {
  const name = path.relative(folder, file).split(path.sep).join("/");
  if (!plan.provenance.some((one) => one.path === name)) return null;
  const contents = emitReexports(name, plan, "~skerry/");
  return contents === null ? null : { contents, loader: "ts", resolveDir: path.dirname(file) };
}

/** Those that programs use and their system does not: modules as bundlers have them. */
class ForeignDescriptions {
  readonly #root: string;
  #door: Promise<{ readonly project: Project; readonly said: SaidOnce }> | null = null;

  constructor(root: string) {
    this.#root = root;
  }

  async load(file: string): Promise<OnLoadResult> {
    const { loadForEsbuild } = await import("../../plugin/esbuild-load.ts");
    this.#door ??= this.#open();
    const { project, said } = await this.#door;
    return loadForEsbuild(file, project, said);
  }

  async #open(): Promise<{ readonly project: Project; readonly said: SaidOnce }> {
    const [{ Project }, { SaidOnce }] = await Promise.all([
      import("../../plugin/project.ts"),
      import("../../plugin/said-once.ts"),
    ]);
    return { project: new Project({ root: this.#root, types: false, inPlace: true }), said: new SaidOnce() };
  }
}
