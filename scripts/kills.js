// `npm run kills [-- KILLS [SEED]]`: worker threads killed at any moment; a thousand from seed 1 unless said.
import { subscribe } from "node:diagnostics_channel";
import path from "node:path";
import { root, setUp } from "./setup.js";

const [kills = "1000", seed = "1"] = process.argv.slice(2);
if (!(Number(kills) >= 1 && Number.isInteger(Number(seed)))) {
  process.stderr.write("kills: give a number of kills and a seed, such as `npm run kills -- 1000 7`.\n");
  process.exit(2);
}
await setUp();
process.chdir(root);
Object.assign(process.env, { SKERRY_KILLS: kills, SKERRY_SEED: seed });
const tests = ["test/runtime/hosts/ledger.test.ts", "test/runtime/hosts/kills.test.ts"];
subscribe("child_process", ({ process: child }) =>
  child.on("exit", (code, signal) => tellOfCrash(child, code, signal)),
);
const { startVitest } = await import("vitest/node");
const vitest = await startVitest("test", tests, {
  watch: false,
  fileParallelism: false,
  // Without the reporter that ends a run in which no test ends for some minutes: this one takes half an hour.
  reporters: ["default"],
  execArgv: ["--report-on-fatalerror", `--report-directory=${path.join(root, ".skerry")}`],
});
await vitest.close();

/** A process that ends without having been told to: Vitest does not say by what. */
function tellOfCrash({ pid, killed }, code, signal) {
  if (killed || (code === 0 && signal === null)) return;
  const cause = signal ?? `code ${code}`;
  process.stderr.write(
    `kills: process ${pid} was ended by ${cause}, not by Vitest; a report, if it wrote one, is in .skerry\n`,
  );
}
