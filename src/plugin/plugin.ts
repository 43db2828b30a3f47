/** One plugin for all bundlers: each imports a description as the module of its interfaces and systems. */
import { createUnplugin, type UnpluginInstance, type UnpluginOptions } from "unplugin";
import { counted } from "../algorithms/counted.ts";
import { setUpEsbuild } from "./esbuild-load.ts";
import { type Fault, faultsOf } from "./faults.ts";
import type { SkerryOptions } from "./options.ts";
import { Project } from "./project.ts";
import { SaidOnce } from "./said-once.ts";

/** Without a query: `block.skerry?raw` is what other plugins make of it. */
const descriptions = /\.skerry$/;

/** What modules of descriptions import. */
const runtime = "skerry/runtime";

type Framework = "vite" | "rollup" | "rolldown" | "webpack" | "rspack" | "esbuild";
export type Plugins = Pick<UnpluginInstance<SkerryOptions | undefined, false>, Framework>;

export const plugins: Plugins = createUnplugin<SkerryOptions | undefined, false>((options, { framework }) => {
  const project = new Project(options ?? {});
  if (framework === "esbuild") return { name: "skerry", esbuild: { setup: (build) => setUpEsbuild(build, project) } };
  const collects = framework === "webpack" || framework === "rspack";
  return collects ? collecting(project) : throwing(project, options?.root === undefined);
});

/** What all have in common. */
function frame(project: Project): Pick<UnpluginOptions, "name" | "watchChange"> {
  return {
    name: "skerry",
    watchChange: (id, { event }) => {
      if (event === "delete" && descriptions.test(id)) project.forget(id);
    },
  };
}

/** webpack and Rspack take any number of errors of a module; what the module is then does not matter. */
function collecting(project: Project): UnpluginOptions {
  // Never to be forgotten: modules that have not changed are not loaded again, and keep the errors they had.
  const said = new SaidOnce();
  return {
    ...frame(project),
    load: {
      filter: { id: descriptions },
      async handler(id) {
        const loaded = await project.load(id);
        for (const file of loaded.files) this.addWatchFile(file);
        const faults = said.sift(id, faultsOf(id, loaded, project), project);
        for (const { isError, text } of faults) isError ? this.error(text) : this.warn(text);
        if (loaded.code !== null) return { code: loaded.code, map: loaded.map };
        return `throw new Error(${JSON.stringify(`${id} could not be compiled`)});`;
      },
    },
  };
}

/** Rollup and its kin take one error of a module, and end. */
function throwing(project: Project, followsRoot: boolean): UnpluginOptions {
  /** Vite's overlay shows a frame by itself, below the message. */
  let hasOverlay = false;
  const said = new SaidOnce();
  return {
    ...frame(project),
    buildStart: () => said.forget(),
    load: {
      filter: { id: descriptions },
      async handler(id) {
        const loaded = await project.load(id);
        for (const file of loaded.files) this.addWatchFile(file);
        const all = faultsOf(id, loaded, project);
        // In the overlay stands what was asked for last.
        const faults = hasOverlay ? all : said.sift(id, all, project);
        for (const fault of faults.filter(({ isError }) => !isError)) this.warn(messageOf([fault], hasOverlay));
        const errors = faults.filter(({ isError }) => isError);
        if (errors.length > 0) this.error(messageOf(errors, hasOverlay));
        return loaded.code === null ? null : { code: loaded.code, map: loaded.map };
      },
    },
    rollup: {
      // By itself Rollup looks for no packages: what they are called stays, for whoever runs the bundle.
      async resolveId(this: Resolving, source: string, importer: string | undefined, options: object) {
        if (source !== runtime || importer === undefined || !descriptions.test(importer)) return null;
        return (await this.resolve(source, importer, { ...options, skipSelf: true })) ?? { id: source, external: true };
      },
    },
    vite: {
      // It is no package to be bundled beforehand: found late, that would load the page anew.
      config: () => ({ optimizeDeps: { exclude: ["skerry"] } }),
      configResolved: ({ root, command }) => {
        if (followsRoot) project.root = root;
        hasOverlay = command === "serve";
      },
    },
  };
}

/** As much of Rollup's context as is asked of it. */
interface Resolving {
  resolve(source: string, importer: string, options: object): Promise<{ readonly id: string } | null>;
}

interface BundlerMessage {
  readonly message: string;
  /** Of ours: nobody who describes a machine has a use for it. */
  readonly stack: string;
  readonly id: string;
  readonly loc: { readonly file: string; readonly line: number; readonly column: number };
  readonly frame?: string;
}

/** The first place, which bundlers show as it is, and all texts. */
function messageOf(faults: readonly Fault[], hasOverlay: boolean): BundlerMessage {
  const [first] = faults;
  const { file = "", line = 1, column = 1, headline = "" } = first ?? {};
  const texts = faults.map(({ text }) => text).join("\n\n");
  const isSaid = texts === headline;
  const others = faults.length - 1;
  const summary = others === 0 ? headline : `${headline} (and ${counted(others, "more error")})`;
  const message = hasOverlay || isSaid ? summary : `${summary}\n\n${texts}`;
  return { message, stack: "", id: file, loc: { file, line, column }, ...(hasOverlay && { frame: texts }) };
}
