// Bundles `dist`: the command line, the library, the runtime that generated code and worker threads share, and their
// declarations. Beside
// them lie the sources of the kernel, which programs in C are compiled with. Tests build variants of it.
import { spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { bundleKernelThread } from "./bundle-worker.js";
import { root } from "./setup.js";

const dist = path.join(root, "dist");
/** Files of earlier builds stay this long: a process that runs may yet load them. */
const graceMilliseconds = 10 * 60 * 1000;

const entryPoints = {
  skerry: "src/cli/main.ts",
  runtime: "src/runtime/index.ts",
  worker: "src/runtime/hosts/threads/worker.ts",
  "seed-worker": "src/cli/simulate/seed-worker.ts",
};

/** `folder`: where to; `plugins`: of esbuild, for variants. */
export async function bundle(folder = dist, plugins = []) {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints,
    outdir: folder,
    plugins,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    chunkNames: "chunks/[name]-[hash]",
    external: ["esbuild", "@viz-js/viz", "highs", "koffi"],
    // The runtime names itself by its public name only in generated code; inside it is one module all the same.
    alias: { "skerry/runtime": "./src/runtime/index.ts" },
    banner: {
      js: 'import{createRequire as skerryRequire}from"node:module";const require=skerryRequire(import.meta.url);',
    },
    loader: { ".hbs": "text" },
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "none",
    logLevel: "warning",
    write: false,
  });
  for (const file of await bundleKernelThread(root, folder, plugins)) replace(file.path, file.contents);
  // Entries last: whoever starts in between finds all that they import.
  const isChunk = ({ path: file }) => path.dirname(file) !== folder;
  for (const file of outputFiles.filter(isChunk)) replace(file.path, file.contents);
  for (const file of outputFiles.filter((each) => !isChunk(each))) replace(file.path, file.contents);
  await bundlePage(folder);
  const library = await bundleLibrary(folder, plugins);
  const forBundlers = await bundlePlugins(folder, plugins);
  sweep(folder, new Set([...outputFiles, ...library, ...forBundlers].map((file) => file.path)));
  cpSync(path.join(root, "src", "kernel"), path.join(folder, "kernel"), { recursive: true });
}

/** The code and the style of the page of `skerry view`, each as one text that the command puts into the page. */
async function bundlePage(folder) {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: { page: "src/view/main.ts", style: "src/view/style.css" },
    outdir: path.join(folder, "view"),
    ...{
      bundle: true,
      format: "iife",
      platform: "browser",
      target: ["es2022", "chrome110", "firefox115", "safari16.4"],
    },
    ...{ charset: "utf8", minify: true, legalComments: "none", logLevel: "warning", write: false },
  });
  for (const file of outputFiles) replace(file.path, file.contents);
}

/** Browsers and bundlers. */
const portable = { library: "src/library/index.ts", "runtime-portable": "src/runtime/index.ts" };

/**
 * What `import "skerry"` gives, and `skerry/runtime` in a bundle: they name nothing of Node's and share
 * nothing with what does.
 */
async function bundleLibrary(folder, plugins) {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    ...{ absWorkingDir: root, entryPoints: portable, outdir: folder, plugins },
    ...{ bundle: true, splitting: true, format: "esm", platform: "browser", target: "es2022" },
    chunkNames: "chunks/library-[name]-[hash]",
    external: ["@viz-js/viz", "highs"],
    loader: { ".skerry": "text" },
    ...{ minifySyntax: true, minifyWhitespace: true, legalComments: "none", logLevel: "warning", write: false },
  });
  for (const file of [...outputFiles].reverse()) replace(file.path, file.contents);
  return outputFiles;
}

/** By name as they are imported behind `skerry/`. */
const bundlers = ["vite", "rollup", "rolldown", "webpack", "rspack", "esbuild"];

/**
 * The plugins for bundlers, with unplugin inside. It looks for its loaders beside itself, and asks for one package at run
 * time: that is bundled too.
 */
async function bundlePlugins(folder, plugins) {
  const { build } = await import("esbuild");
  const loaders = ["webpack", "rspack"].flatMap((name) => {
    return ["load", "transform"].map((hook) => [`${name}/loaders/${hook}`, `unplugin/${name}/loaders/${hook}`]);
  });
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: {
      ...Object.fromEntries(bundlers.map((name) => [name, `src/plugin/${name}.ts`])),
      ...Object.fromEntries(loaders),
    },
    outdir: path.join(folder, "plugin"),
    plugins: [...plugins, virtualModulesInside],
    ...{ bundle: true, splitting: true, format: "esm", platform: "node", target: "node20" },
    ...{ chunkNames: "chunk-[hash]", outExtension: { ".js": ".mjs" } },
    external: ["esbuild", "@viz-js/viz", "highs"],
    banner: {
      js: 'import{createRequire as skerryRequire}from"node:module";const require=skerryRequire(import.meta.url);',
    },
    ...{ minifySyntax: true, minifyWhitespace: true, legalComments: "none", logLevel: "warning", write: false },
  });
  for (const file of [...outputFiles].reverse()) replace(file.path, file.contents);
  return outputFiles;
}

const virtualModulesInside = {
  name: "webpack-virtual-modules",
  setup: (build) => {
    build.onLoad({ filter: /unplugin\/dist\/index\.mjs$/ }, ({ path: file }) => {
      const text = readFileSync(file, "utf8");
      const asked = '__require("webpack-virtual-modules")';
      if (!text.includes(asked)) throw new Error("unplugin asks for its packages in another way than it did");
      return {
        contents: `import VirtualModules from "webpack-virtual-modules";${text.replaceAll(asked, "VirtualModules")}`,
      };
    });
  },
};

/** Writes the declarations of what the package exports, by which an editor understands it; whether they are right. */
export async function declareTypes(stdio = "ignore") {
  const runtime = declareRuntime(stdio);
  const faults = await declareFiles(["library/index.ts", ...bundlers.map((name) => `plugin/${name}.ts`)]);
  if (stdio !== "ignore") for (const fault of faults) console.error(fault);
  return (await runtime) && faults.length === 0;
}

function declareRuntime(stdio) {
  const compiler = path.join(root, "node_modules", "typescript", "bin", "tsc");
  const child = spawn(process.execPath, [compiler, "-p", "tsconfig.types.json"], { cwd: root, stdio });
  return new Promise((resolve) => {
    child.on("error", () => resolve(false));
    child.on("close", (status) => resolve(status === 0));
  });
}

/** File by file, from entries on: all of the compiler stands behind them, and their declarations name little of that. */
async function declareFiles(entries) {
  const { default: typescript } = await import("typescript");
  const waiting = [...entries];
  const seen = new Set(waiting);
  const faults = [];
  for (const file of waiting) {
    const source = readFileSync(path.join(root, "src", file), "utf8");
    const { outputText, diagnostics } = typescript.transpileDeclaration(source, {
      fileName: file,
      reportDiagnostics: true,
      compilerOptions: { isolatedDeclarations: true, declaration: true, target: "es2023", module: "esnext" },
    });
    faults.push(...diagnostics.map(({ messageText }) => `${file}: ${messageText}`));
    for (const [, specifier] of outputText.matchAll(relativeImport)) {
      const next = path.posix.join(path.dirname(file), specifier);
      if (!seen.has(next)) waiting.push(next);
      seen.add(next);
    }
    const declaration = outputText.replace(relativeImport, (text) => text.replace(/\.ts"$/, '.js"'));
    replace(path.join(dist, "types", file.replace(/\.ts$/, ".d.ts")), declaration);
  }
  return faults;
}

// Of sources only: examples in comments import other things.
const relativeImport = /(?:from |import\()"(\.[^"]+\.ts)"/g;

/** No reader ever sees half a file. */
function replace(file, contents) {
  mkdirSync(path.dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, contents);
  renameSync(draft, file);
}

function sweep(folder, current) {
  for (const name of ["chunks", "plugin"]) sweepChunks(path.join(folder, name), current);
}

function sweepChunks(chunks, current) {
  if (!existsSync(chunks)) return;
  for (const { name } of readdirSync(chunks, { withFileTypes: true }).filter((entry) => entry.isFile())) {
    const file = path.join(chunks, name);
    const age = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    if (!current.has(file) && age > graceMilliseconds) rmSync(file, { force: true });
  }
}

/** Compiles the kernels that need no programs of users, so that those who have none in C need no compiler; names of those missing. */
export async function prebuildKernels(folder = path.join(dist, "kernel")) {
  const { build } = await import("esbuild");
  const outfile = path.join(root, ".skerry", "prebuilt-kernels.js");
  const entryPoints = ["src/cli/boot/qemu/prebuilt-kernels.ts"];
  await build({
    absWorkingDir: root,
    entryPoints,
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    logLevel: "warning",
  });
  const { makePrebuilt } = await import(`${pathToFileURL(outfile).href}?${Date.now()}`);
  return makePrebuilt(folder);
}
