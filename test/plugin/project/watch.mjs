// Builds src/main.js again and again with the bundler that is named, and says after each build, on a line of its own, what
// came of it: { errors, warnings, compiled, printed }, the last but one being the descriptions that were compiled for it, the
// last what the bundle prints when it is run, null after an error.
import { execFileSync } from "node:child_process";
import path from "node:path";

const [name] = process.argv.slice(2);
const { skerry } = await import(`skerry/${name}`);
let compiled = [];
const plugin = skerry({ root: import.meta.dirname, onCompile: (file) => compiled.push(path.basename(file)) });
const src = path.join(import.meta.dirname, "src");
const entry = path.join(src, "main.js");
const out = path.join(import.meta.dirname, "out");
const file = path.join(out, name === "webpack" || name === "rspack" ? `${name}.cjs` : `${name}.mjs`);

function say(errors, warnings) {
  const printed = errors.length > 0 ? null : JSON.parse(execFileSync(process.execPath, [file], { encoding: "utf8" }));
  process.stdout.write(`\n@${JSON.stringify({ errors, warnings, compiled: compiled.sort(), printed })}\n`);
  compiled = [];
}

/** Rollup, Rolldown and Vite; after an error, too, they say that they have ended. */
function sayEvents(watcher, warnings) {
  let failed = false;
  watcher.on("event", (event) => {
    if (event.code === "START") {
      failed = false;
      warnings.length = 0;
    }
    if (event.code === "ERROR") {
      failed = true;
      say([event.error.message], warnings);
    }
    if (event.code === "END" && !failed) say([], warnings);
    if ("result" in event) event.result?.close();
  });
}

function watchRolling({ watch }) {
  const warnings = [];
  const onLog = (_, log) => warnings.push(log.message);
  const watcher = watch({ input: entry, plugins: [plugin], onLog, platform: "node", output: { file, format: "esm" } });
  sayEvents(watcher, warnings);
}

async function watchVite() {
  const { build, createLogger } = await import("vite");
  const warnings = [];
  const logger = createLogger("silent");
  const customLogger = { ...logger, warn: (text) => warnings.push(text), error: () => {} };
  const watcher = await build({
    ...{ root: import.meta.dirname, configFile: false, customLogger, plugins: [plugin], ssr: { noExternal: true } },
    build: {
      watch: {},
      ssr: entry,
      outDir: out,
      emptyOutDir: false,
      rolldownOptions: { output: { entryFileNames: path.basename(file) } },
    },
  });
  sayEvents(watcher, warnings);
}

/** webpack and Rspack. */
function watchPacking(pack) {
  const compiler = pack({
    ...{ mode: "development", devtool: false, target: "node", context: import.meta.dirname, entry, plugins: [plugin] },
    output: { path: out, filename: path.basename(file) },
  });
  compiler.watch({ aggregateTimeout: 20 }, (error, stats) => {
    const { errors, warnings } = stats?.toJson({ all: false, errors: true, warnings: true }) ?? {};
    if (error) return say([String(error)], []);
    say(
      errors.map(({ message }) => message),
      warnings.map(({ message }) => message),
    );
  });
}

async function watchEsbuild() {
  const { context, formatMessages } = await import("esbuild");
  const report = {
    name: "report",
    setup: (build) =>
      build.onEnd(async ({ errors, warnings }) => {
        const format = (kind, list) => formatMessages(list, { kind, color: false });
        say(await format("error", errors), await format("warning", warnings));
      }),
  };
  const plugins = [plugin, report];
  const options = { entryPoints: [entry], bundle: true, platform: "node", format: "esm", outfile: file, plugins };
  await (await context({ ...options, logLevel: "silent" })).watch();
}

if (name === "vite") await watchVite();
else if (name === "esbuild") await watchEsbuild();
else if (name === "webpack") watchPacking((await import("webpack")).default);
else if (name === "rspack") watchPacking((await import("@rspack/core")).rspack);
else watchRolling(await import(name));
