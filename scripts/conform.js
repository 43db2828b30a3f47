// `npm run conform [-- SEEDS]`: the protocols of agreement under faults, many more seeds than in `npm test`: 0..99999 of each
// unless said. As many at once as there are CPUs, a batch in each process; the seeds that fail are told, and are run again by
// naming them: `npm run conform -- 4711..4711`.
import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import path from "node:path";
import { root, setUp } from "./setup.js";

const protocols = ["broadcast", "twoPhase", "majority", "shootdown"];
/** Seeds of a process: so few that one that has failed is soon told of. */
const batchSeeds = 5000;

const [, first, last] = /^(\d+)\.\.(\d+)$/.exec(process.argv[2] ?? "0..99999") ?? [];
if (first === undefined || Number(last) < Number(first)) {
  process.stderr.write("conform: give a range of seeds, such as `npm run conform -- 0..99999`.\n");
  process.exit(2);
}
await setUp();
const vitest = path.join(root, "node_modules", "vitest", "vitest.mjs");
const batches = [...listBatches()];
const total = protocols.length * (Number(last) - Number(first) + 1);
let done = 0;
let failed = 0;

await Promise.all(Array.from({ length: availableParallelism() }, work));
progress("");
console.log(`${total.toLocaleString("en")} seeds: ${failed === 0 ? "all passed" : `${failed} batches failed`}.`);
process.exitCode = failed === 0 ? 0 : 1;

function* listBatches() {
  for (let from = Number(first); from <= Number(last); from += batchSeeds) {
    const to = Math.min(Number(last), from + batchSeeds - 1);
    for (const protocol of protocols) yield { protocol, from, to };
  }
}

async function work() {
  for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
    const { code, output } = await run(batch);
    done += batch.to - batch.from + 1;
    if (code !== 0) {
      failed++;
      progress("");
      console.log(output);
    }
    progress(`${done.toLocaleString("en")} of ${total.toLocaleString("en")} seeds, ${failed} batches failed`);
  }
}

/** Its faults are those that vitest prints. */
function run({ protocol, from, to }) {
  const child = spawn(
    process.execPath,
    [vitest, "run", "test/runtime/agreement/conformance.test.ts", "-t", protocol, "--reporter=dot"],
    { cwd: root, env: { ...process.env, SKERRY_SEEDS: `${from}..${to}` }, stdio: ["ignore", "pipe", "pipe"] },
  );
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, output })));
}

function progress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}
