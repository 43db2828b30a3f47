import { Worker } from "node:worker_threads";
import { locatedTextOf } from "../../runtime/kernel/error-text.ts";
import type { SeedWork } from "./seed-worker.ts";
import { failuresOf, type SeedRange, type Subject, type Trial } from "./subject.ts";

/** Seed by seed in this very thread, for a few: what programs keep in their modules is never given back. */
export async function* runSeedsHere(subject: Subject, { first, last }: SeedRange): AsyncGenerator<Trial> {
  for (let seed = first; seed <= last; seed++) yield { seed, failures: await failuresOf(subject, seed) };
}

/** Seeds of a thread, which then ends and gives back all that it has taken. */
const batchSeeds = 100;

/** So many threads at once, each with seeds of its own; what came of them is told in their order. */
export async function* runSeedsInThreads(
  subject: Subject,
  seeds: SeedRange,
  worker: URL,
  threads: number,
): AsyncGenerator<Trial> {
  const pool = new SeedPool(subject, seeds, worker);
  try {
    pool.start(threads);
    for (let seed = seeds.first; seed <= seeds.last; seed++) yield { seed, failures: await pool.failuresOf(seed) };
  } finally {
    pool.stop();
  }
}

const passed: readonly string[] = [];

class SeedPool {
  readonly #subject: Subject;
  readonly #worker: URL;
  readonly #last: number;
  readonly #running = new Set<Worker>();
  /** Of seeds that have been run, and nobody has asked for. */
  readonly #results = new Map<number, readonly string[]>();
  #wake: () => void = () => {};
  /** The first seed that no thread has. */
  #next: number;
  #stopped = false;

  constructor(subject: Subject, { first, last }: SeedRange, worker: URL) {
    this.#subject = subject;
    this.#worker = worker;
    this.#next = first;
    this.#last = last;
  }

  start(threads: number): void {
    for (let thread = 0; thread < threads; thread++) this.#take();
  }

  stop(): void {
    this.#stopped = true;
    for (const worker of this.#running) void worker.terminate();
  }

  async failuresOf(seed: number): Promise<readonly string[]> {
    for (;;) {
      const found = this.#results.get(seed);
      if (found !== undefined) {
        this.#results.delete(seed);
        return found;
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #take(): void {
    const first = this.#next;
    if (first > this.#last || this.#stopped) return;
    const last = Math.min(this.#last, first + batchSeeds - 1);
    this.#next = last + 1;
    void this.#run({ first, last }).then(() => this.#take());
  }

  /** A thread that ends too early has failed with the seed that it was at; another goes on with the next. */
  async #run({ first, last }: SeedRange): Promise<void> {
    for (let next = first; next <= last && !this.#stopped; ) {
      const { reached, end } = await this.#runThread({ first: next, last });
      next = reached;
      if (end === null || next > last) continue;
      this.#tell({ seed: next, failures: [end] });
      next++;
    }
  }

  /** The first seed that was not run, and why not; null when there is none. */
  async #runThread(seeds: SeedRange): Promise<{ readonly reached: number; readonly end: string | null }> {
    const work: SeedWork = { subject: this.#subject, seeds };
    const worker = new Worker(this.#worker, { workerData: work });
    this.#running.add(worker);
    let reached = seeds.first;
    let end = "a program ended the process";
    worker.on("message", (trial: Trial) => {
      this.#tell(trial);
      reached = trial.seed + 1;
      // Programs may have left behind what keeps it going.
      if (reached > seeds.last) void worker.terminate();
    });
    worker.on("error", (error) => {
      end = `a program ended the process: ${locatedTextOf(error)}`;
    });
    await new Promise((resolve) => worker.on("exit", resolve));
    this.#running.delete(worker);
    return { reached, end: reached > seeds.last ? null : end };
  }

  #tell({ seed, failures }: Trial): void {
    this.#results.set(seed, failures.length === 0 ? passed : failures);
    this.#wake();
  }
}
