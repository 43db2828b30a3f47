// `npm run kills [-- KILLS [SEED]]`: worker threads killed at any moment; a thousand from seed 1 unless said.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { root, setUp } from "./setup.js";

const [kills = "1000", seed = "1"] = process.argv.slice(2);
if (!(Number(kills) >= 1 && Number.isInteger(Number(seed)))) {
  process.stderr.write("kills: give a number of kills and a seed, such as `npm run kills -- 1000 7`.\n");
  process.exit(2);
}
await setUp();
const vitest = path.join(root, "node_modules", "vitest", "vitest.mjs");
const tests = ["test/runtime/hosts/ledger.test.ts", "test/runtime/hosts/kills.test.ts"];
// Without the reporter that ends a run in which no test ends for some minutes: this one takes half an hour.
const { status } = spawnSync(
  process.execPath,
  [vitest, "run", "--no-file-parallelism", "--reporter=default", ...tests],
  {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, SKERRY_KILLS: kills, SKERRY_SEED: seed },
  },
);
process.exitCode = status ?? 1;
