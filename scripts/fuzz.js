// `npm run fuzz [-- MESSAGES [SEED]]`: damaged messages against generated decoders; a million from seed 1 unless said.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { root, setUp } from "./setup.js";

const [messages = "1000000", seed = "1"] = process.argv.slice(2);
if (!(Number(messages) >= 1 && Number.isInteger(Number(seed)))) {
  process.stderr.write("fuzz: give a number of messages and a seed, such as `npm run fuzz -- 1000000 7`.\n");
  process.exit(2);
}
await setUp();
const vitest = path.join(root, "node_modules", "vitest", "vitest.mjs");
const { status } = spawnSync(process.execPath, [vitest, "run", "test/fuzz"], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, SKERRY_FUZZ_MESSAGES: messages, SKERRY_FUZZ_SEED: seed },
});
process.exitCode = status ?? 1;
