// `npm run build`: set-up, which builds `dist` when it is stale. With `--release` from nothing, and with the declarations
// of `skerry/runtime`, which only a published package needs.
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import path from "node:path";
import { root, setUp } from "./setup.js";

const release = process.argv.includes("--release");
if (release) rmSync(path.join(root, "dist"), { recursive: true, force: true });
await setUp();
if (release) {
  const compiler = path.join(root, "node_modules", "typescript", "bin", "tsc");
  const args = [compiler, "-p", "tsconfig.types.json"];
  process.exitCode = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" }).status ?? 1;
}
