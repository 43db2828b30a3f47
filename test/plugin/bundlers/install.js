// Installs the bundlers beside this file, once, and again when their lock has changed. Skerry itself is put beside them, as it
// would be in a project that has it. Plain Node: scripts that try the package use it too.
import { spawnSync } from "node:child_process";
import { existsSync, rmSync, statSync, symlinkSync } from "node:fs";
import path from "node:path";

const home = import.meta.dirname;
const modules = path.join(home, "node_modules");

/** The folder of packages. */
export function installBundlers() {
  const installed = path.join(modules, ".package-lock.json");
  const lock = path.join(home, "package-lock.json");
  if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(lock).mtimeMs) install();
  const own = path.join(modules, "skerry");
  rmSync(own, { recursive: true, force: true });
  symlinkSync(path.resolve(home, "..", "..", ".."), own, "dir");
  return modules;
}

function install() {
  process.stderr.write("test: installing bundlers …\n");
  // Not by `npm ci`: what is optional for other systems is missing from the lock, which it takes for a fault.
  const args = ["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"];
  const { status, error } = spawnSync("npm", args, { cwd: home, stdio: ["ignore", 2, 2], timeout: 240_000 });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`npm ended with ${status}; what it said stands above`);
}
