// Builds src/main.js again and again with every bundler that is named, and says after each build, on a line of its own, what
// came of it: { bundler, errors, warnings, compiled, printed, map }, `compiled` being the descriptions that were compiled for
// it, `printed` what the bundle prints when it is run, null after an error, `map` where the bundle's source map lies. Ends when
// its input does.
import { execFileSync } from "node:child_process";
import path from "node:path";

const here = import.meta.dirname;
const src = path.join(here, "src");
const entry = path.join(src, "main.js");

/** One bundler, with its plugin and its output. */
async function stand(name) {
  const { skerry } = await import(`skerry/${name}`);
  const out = path.join(here, "out", name);
  const file = path.join(out, name === "webpack" || name === "rspack" ? "main.cjs" : "main.mjs");
  const compiled = [];
  const plugin = skerry({ root: here, onCompile: (one) => compiled.push(path.basename(one)) });
  const say = (errors, warnings) => {
    // At once, before it is built anew.
    const came = errors.length > 0 ? { errors, printed: null } : run(file);
    const said = { bundler: name, ...came, warnings, compiled: compiled.splice(0).sort(), map: `${file}.map` };
    process.stdout.write(`\n@${JSON.stringify(said)}\n`);
  };
  return { name, out, file, plugin, say };
}

function run(file) {
  try {
    const printed = execFileSync(process.execPath, [file], { encoding: "utf8", timeout: 30_000 });
    return { errors: [], printed: JSON.parse(printed) };
  } catch (error) {
    return { errors: [`${file} does not run: ${error.message}`], printed: null };
  }
}

/** Rollup, Rolldown and Vite; after an error, too, they say that they have ended. */
function sayEvents(watcher, warnings, say) {
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

function watchRolling({ watch }, { plugin, file, say }) {
  const warnings = [];
  const onLog = (_, log) => warnings.push(log.message);
  const output = { file, format: "esm", sourcemap: true };
  sayEvents(watch({ input: entry, plugins: [plugin], onLog, platform: "node", output }), warnings, say);
}

async function watchVite({ build, createLogger }, { plugin, out, file, say }) {
  const warnings = [];
  const logger = createLogger("silent");
  const customLogger = { ...logger, warn: (text) => warnings.push(text), error: () => {} };
  const watcher = await build({
    ...{ root: here, configFile: false, customLogger, plugins: [plugin], ssr: { noExternal: true } },
    build: {
      ...{ watch: {}, ssr: entry, outDir: out, emptyOutDir: false, sourcemap: true },
      rolldownOptions: { output: { entryFileNames: path.basename(file) } },
    },
  });
  sayEvents(watcher, warnings, say);
}

/** webpack and Rspack. */
function watchPacking(pack, { plugin, out, file, say }) {
  const compiler = pack({
    ...{ mode: "development", devtool: "source-map", target: "node", context: here, entry, plugins: [plugin] },
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

async function watchEsbuild({ context, formatMessages }, { plugin, file, say }) {
  const report = {
    name: "report",
    setup: (build) =>
      build.onEnd(async ({ errors, warnings }) => {
        const format = (kind, list) => formatMessages(list, { kind, color: false });
        say(await format("error", errors), await format("warning", warnings));
      }),
  };
  const options = {
    entryPoints: [entry],
    bundle: true,
    platform: "node",
    format: "esm",
    outfile: file,
    sourcemap: true,
  };
  await (await context({ ...options, plugins: [plugin, report], logLevel: "silent" })).watch();
}

const watchers = {
  vite: async (one) => watchVite(await import("vite"), one),
  rollup: async (one) => watchRolling(await import("rollup"), one),
  rolldown: async (one) => watchRolling(await import("rolldown"), one),
  webpack: async (one) => watchPacking((await import("webpack")).default, one),
  rspack: async (one) => watchPacking((await import("@rspack/core")).rspack, one),
  esbuild: async (one) => watchEsbuild(await import("esbuild"), one),
};

process.stdin.resume().on("end", () => process.exit());
for (const name of process.argv.slice(2)) await watchers[name](await stand(name));
