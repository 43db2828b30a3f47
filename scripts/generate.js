// Builds every example into generated/<name>: what a reader of the repository sees of Skerry's output first.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";
import { root, setUp } from "./setup.js";

await setUp();
for (const name of readdirSync(path.join(root, "examples")).sort()) {
  const args = ["bin/skerry.js", "build", `examples/${name}`, "--out", `generated/${name}`];
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(1);
}
