// `npm test`: set-up, then all tests; what follows `--` goes to vitest. `npm run prove`: what SPIN proves, which takes longer.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { root, setUp } from "./setup.js";

await setUp();
const vitest = path.join(root, "node_modules", "vitest", "vitest.mjs");
const asked = process.argv.slice(2);
const projects = asked.includes("--project") ? [] : ["--project", "together", "--project", "alone"];
const { status } = spawnSync(process.execPath, [vitest, "run", ...projects, ...asked], {
  cwd: root,
  stdio: "inherit",
});
process.exitCode = status ?? 1;
