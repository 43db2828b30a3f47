// Packs what would be published, unpacks it where no source lies beside, and uses it: the program, the library, and the
// types of both and of `skerry/runtime` under both ways TypeScript resolves modules.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { root } from "./setup.js";

const folder = mkdtempSync(path.join(tmpdir(), "skerry-package-"));
try {
  const [{ filename, files, size }] = JSON.parse(run("npm", ["pack", "--json", "--pack-destination", folder], root));
  check(files.map((file) => file.path));
  const modules = path.join(folder, "node_modules");
  mkdirSync(path.join(modules, "skerry"), { recursive: true });
  run("tar", ["-xzf", path.join(folder, filename), "--strip-components=1", "-C", path.join(modules, "skerry")], folder);
  for (const name of ["esbuild", "@viz-js", "koffi", "typescript", "@types"]) {
    symlinkSync(path.join(root, "node_modules", name), path.join(modules, name));
  }
  const bin = path.join(modules, "skerry", "bin", "skerry.js");
  run(process.execPath, [bin, "check", path.join(root, "examples", "hotos09")], folder);
  run(process.execPath, [bin, "build", path.join(root, "examples", "hotos09"), "--out", "generated"], folder);
  useLibrary();
  bootBare(bin);
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
    "dist/types/library/index.d.ts",
    "dist/runtime.js",
    "dist/worker.js",
    "dist/kernel-thread.cjs",
    "dist/programs-runtime.js",
    "dist/kernel/main.c",
    "dist/kernel/riscv64/link.ld",
    ...["riscv64", "x86_64", "aarch64", "zynqmp-a53", "zynqmp-r5"].map((name) => `dist/kernel/${name}.elf`),
    "dist/seed-worker.js",
    "dist/types/runtime/index.d.ts",
  ];
  const missing = [...needed, "dsl/prelude/amd64.skerry", "LICENSE"].filter((file) => !paths.includes(file));
  const surplus = paths.filter((file) => /^(src|test|bench|examples|generated|scripts)\/|\.stamp$|\.env/.test(file));
  if (missing.length > 0) fail(`the package lacks ${missing.join(", ")}`);
  if (surplus.length > 0) fail(`the package should not hold ${surplus.join(", ")}`);
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

function typeCheck(modules) {
  writeFileSync(path.join(folder, "package.json"), '{ "type": "module" }\n');
  const uses = [
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
