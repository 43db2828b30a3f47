// Packs what would be published, has it judged, installs it into an empty project where no source lies beside, and uses it: the
// program, the library, a plugin in a build, and the types of all and of `skerry/runtime` under both ways TypeScript resolves modules.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { installBundlers } from "../test/plugin/bundlers/install.js";
import { root } from "./setup.js";

const folder = mkdtempSync(path.join(tmpdir(), "skerry-package-"));
try {
  const [{ filename, files, size }] = JSON.parse(run("npm", ["pack", "--json", "--pack-destination", folder], root));
  check(files.map((file) => file.path));
  const bundlers = installBundlers();
  judge(bundlers, path.join(folder, filename));
  const modules = path.join(folder, "node_modules");
  writeFileSync(path.join(folder, "package.json"), '{ "type": "module" }\n');
  run("npm", ["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", `./${filename}`], folder);
  for (const name of ["typescript", "@types"]) {
    symlinkSync(path.join(root, "node_modules", name), path.join(modules, name));
  }
  symlinkSync(path.join(bundlers, "vite"), path.join(modules, "vite"));
  const bin = path.join(modules, "skerry", "bin", "skerry.js");
  run(process.execPath, [bin, "check", path.join(root, "examples", "hotos09")], folder);
  run(process.execPath, [bin, "build", path.join(root, "examples", "hotos09"), "--out", "generated"], folder);
  useLibrary();
  usePlugin();
  bootBare(bin);
  startProject(bin, modules);
  typeCheck(modules);
  console.log(`${filename}: ${files.length} files, ${Math.round(size / 1024)} KiB; it runs and its types hold.`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function check(paths) {
  const needed = [
    "bin/skerry.js",
    "dist/skerry.js",
    "dist/library.js",
    "dist/runtime-portable.js",
    ...["vite", "rollup", "rolldown", "webpack", "rspack", "esbuild"].map((name) => `dist/plugin/${name}.mjs`),
    ...["webpack", "rspack"].map((name) => `dist/plugin/${name}/loaders/load.mjs`),
    "dist/types/library/index.d.ts",
    "dist/runtime.js",
    "dist/worker.js",
    "dist/kernel-thread.cjs",
    "dist/programs-runtime.js",
    "dist/kernel/boot/main.c",
    "dsl/templates/threads/system.skerry",
    "dsl/templates/bare-metal/summer.c",
    "dist/kernel/boards/riscv64/link.ld",
    ...["riscv64", "x86_64", "aarch64", "zynqmp-a53", "zynqmp-r5"].map((name) => `dist/kernel/${name}.elf`),
    "dist/seed-worker.js",
    "dist/types/runtime/index.d.ts",
  ];
  const missing = [...needed, "dsl/prelude/amd64.skerry", "LICENSE"].filter((file) => !paths.includes(file));
  const surplus = paths.filter((file) => /^(src|test|bench|examples|generated|scripts)\/|\.stamp$|\.env/.test(file));
  if (missing.length > 0) fail(`the package lacks ${missing.join(", ")}`);
  if (surplus.length > 0) fail(`the package should not hold ${surplus.join(", ")}`);
}

/** What publishing and types are known to go wrong with. */
function judge(bundlers, file) {
  const bin = (name) => path.join(bundlers, ".bin", name);
  const said = run(bin("publint"), ["run", file, "--strict"], folder);
  if (!said.includes("All good!")) fail(`publint has something against the package:\n${said}`);
  run(bin("attw"), [file, "--profile", "esm-only"], folder);
}

/** A description imported in a bundle that is run, with nothing installed but the package and a bundler. */
function usePlugin() {
  cpSync(path.join(root, "examples", "hotos09", "block.skerry"), path.join(folder, "block.skerry"));
  const entry = 'import { Block, sector } from "./block.skerry";\nconsole.log(Block.name, sector);\n';
  writeFileSync(path.join(folder, "entry.js"), entry);
  const build = [
    'import { skerry } from "skerry/vite";',
    'import { build } from "vite";',
    'const ssr = { ssr: "entry.js", outDir: "built" };',
    'await build({ configFile: false, logLevel: "error", plugins: [skerry()], build: ssr, ssr: { noExternal: true } });',
  ];
  writeFileSync(path.join(folder, "build.mjs"), `${build.join("\n")}\n`);
  run(process.execPath, ["build.mjs"], folder);
  const said = run(process.execPath, [path.join("built", "entry.js")], folder).trim();
  if (said !== "Block 512") fail(`a bundle with stubs says ${said}`);
}

function useLibrary() {
  const uses = [
    'import { compile } from "skerry";',
    'const { ok, files } = await compile({ files: { "a.skerry": "interface A { call now() -> (time: u64) }" } });',
    'if (!ok || !files.some(({ path }) => path === "a.ts")) throw new Error("nothing was made");',
  ];
  writeFileSync(path.join(folder, "use.mjs"), `${uses.join("\n")}\n`);
  run(process.execPath, ["use.mjs"], folder);
}

/** With QEMU and no compiler in reach: kernels come with the package. */
function bootBare(bin) {
  const programs = path.join(folder, "programs");
  mkdirSync(programs);
  const qemu = run("sh", ["-c", "command -v qemu-system-riscv64"], folder).trim();
  symlinkSync(qemu, path.join(programs, "qemu-system-riscv64"));
  const machine = path.join(root, "examples", "riscv-quad", "machine.skerry");
  const args = [bin, "boot", machine, "--host", "qemu", "--for", "20s"];
  const said = run(process.execPath, args, folder, { ...process.env, PATH: programs });
  if (!said.includes("all are up")) fail(`kernels that ship do not boot:\n${said}`);
}

/** What `skerry init` writes boots as it is, names this version, and its types hold. */
function startProject(bin, modules) {
  run(process.execPath, [bin, "init", "hello"], folder);
  const project = path.join(folder, "hello");
  const { dependencies } = JSON.parse(readFileSync(path.join(project, "package.json"), "utf8"));
  if (!dependencies.skerry.startsWith("^")) fail(`a new project takes Skerry from ${dependencies.skerry}`);
  const said = run(process.execPath, [bin, "boot"], project);
  if (!said.includes("Completed")) fail(`a new project does not boot:\n${said}`);
  run(process.execPath, [bin, "build", "--out", "generated"], project);
  run(process.execPath, [path.join(modules, "typescript", "bin", "tsc"), "--project", project], folder);
}

function typeCheck(modules) {
  const uses = [
    'import { skerry } from "skerry/vite";',
    "export const plugin: { readonly name: string } = skerry({ types: false });",
    'import { compile, type Plan } from "skerry";',
    'export const plan: Promise<Plan | null> = compile({ files: { "a.skerry": "" } }).then((made) => made.plan);',
    'import { serviceEntry, TimeoutError, type Binding, type Store } from "skerry/runtime";',
    'export const late = new TimeoutError("disk", 5);',
    "export const entry: typeof serviceEntry = serviceEntry;",
    "export const read = (binding: Binding, store: Store): number => store.loadU32(binding.draft(4).at);",
  ];
  writeFileSync(path.join(folder, "use.ts"), `${uses.join("\n")}\n`);
  for (const resolution of ["nodenext", "bundler"]) {
    const module = resolution === "bundler" ? "esnext" : resolution;
    const options = ["--noEmit", "--strict", "--target", "es2023", "--types", "node", "--module", module];
    const compiler = path.join(modules, "typescript", "bin", "tsc");
    run(process.execPath, [compiler, ...options, "--moduleResolution", resolution, "use.ts"], folder);
  }
}

function run(command, args, cwd, env = process.env) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, env, encoding: "utf8" });
  if (status === 0) return stdout;
  return fail(`${command} ${args.join(" ")} ended with ${status ?? error?.message}\n${stdout}${stderr}`);
}

function fail(text) {
  console.error(text);
  rmSync(folder, { recursive: true, force: true });
  process.exit(1);
}
