/** The entry of a thread that runs some seeds, built to `dist/seed-worker.js`; it says of each what came of it. */
import { parentPort, workerData } from "node:worker_threads";
import { failuresOf, type SeedRange, type Subject, type Trial } from "./subject.ts";

/** What such a thread is told. */
export interface SeedWork {
  readonly subject: Subject;
  readonly seeds: SeedRange;
}

async function runSeeds({ subject, seeds }: SeedWork): Promise<void> {
  for (let seed = seeds.first; seed <= seeds.last; seed++) {
    const trial: Trial = { seed, failures: await failuresOf(subject, seed) };
    parentPort?.postMessage(trial);
  }
}

await runSeeds(workerData);
