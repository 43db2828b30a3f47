// `npm test`: set-up, then all tests; what follows `--` goes to vitest.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { root, setUp } from "./setup.js";

await setUp();
const vitest = path.join(root, "node_modules", "vitest", "vitest.mjs");
const { status } = spawnSync(process.execPath, [vitest, "run", ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
});
process.exitCode = status ?? 1;
