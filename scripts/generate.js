// Builds every example into generated/<name>: what a reader of the repository sees of Skerry's output first. Files of more than
// 4 MiB are taken away again: nobody reads them, and everybody who clones would have to fetch them.
import { spawnSync } from "node:child_process";
import { readdirSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { root, setUp } from "./setup.js";

const longest = 4 * 1024 * 1024;

await setUp();
for (const name of readdirSync(path.join(root, "examples")).sort()) {
  const args = ["bin/skerry.js", "build", `examples/${name}`, "--out", `generated/${name}`, "--in-place"];
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(1);
  takeAwayLong(path.join(root, "generated", name));
}

function takeAwayLong(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const entry of files) {
    const file = path.join(entry.parentPath, entry.name);
    const { size } = statSync(file);
    if (size <= longest) continue;
    rmSync(file);
    console.log(`${path.relative(root, file)} is left out: ${(size / 2 ** 20).toFixed(1)} MiB`);
  }
}
