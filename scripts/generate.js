// Builds every example into generated/<name>: what a reader of the repository sees of Skerry's output first. Files of more than
// 4 MiB are taken away again: nobody reads them, and everybody who clones would have to fetch them. The page of the folder
// says so in place of a link.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root, setUp } from "./setup.js";

const longest = 4 * 1024 * 1024;

/** Examples that other systems boot from, too. */
const targets = { "linux-server": "linux-multikernel,kerf" };

await setUp();
// Projects for bundlers have their descriptions among their sources, and nothing generated.
const isDescribed = (name) => readdirSync(path.join(root, "examples", name)).some((file) => file.endsWith(".skerry"));
for (const name of readdirSync(path.join(root, "examples")).sort().filter(isDescribed)) {
  const args = ["bin/skerry.js", "build", `examples/${name}`, "--out", `generated/${name}`, "--in-place"];
  if (name in targets) args.push("--target", targets[name]);
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
    const mebibytes = (size / 2 ** 20).toFixed(1);
    rmSync(file);
    unlink(path.join(folder, "README.md"), path.relative(folder, file).replaceAll(path.sep, "/"), mebibytes);
    console.log(`${path.relative(root, file)} is left out: ${mebibytes} MiB`);
  }
}

function unlink(page, name, mebibytes) {
  const text = readFileSync(page, "utf8");
  const said = text.replace(
    `| [\`${name}\`](${name}) | `,
    `| \`${name}\` | left out here, ${mebibytes} MiB, \`skerry build\` makes it: `,
  );
  writeFileSync(page, said);
}
