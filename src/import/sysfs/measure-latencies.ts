/** Round trips of a cache line between the cores of this computer, measured. */
import { once } from "node:events";
import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";
import type { MeasuredLatency } from "../description/measured-latency.ts";
import { roundTripWorker } from "./round-trip-worker.ts";

export interface MeasureOptions {
  /** The day, as the caller wants it in the source of each number. */
  readonly date: string;
  /** Most pairs to measure, default 256: of more, a sample spread evenly over all. */
  readonly mostPairs?: number;
  /** Most milliseconds that the threads of a pair may take, default 1000: on CPUs that are busy with something else they hardly meet. */
  readonly patience?: number;
  readonly onPair?: (done: number, all: number) => void;
}

/** The first two batches, in which the threads get going, don't count. */
const warmUp = 2;
const plan = { batches: 15 + warmUp, trips: 2000 };

/**
 * For each pair of CPUs the median of 15 batches of 2000 round trips: one thread writes a word, the other one answers in the
 * same word. What is reported is half of that, the time in which a line with something new in it gets from one core to the
 * other. Pairs whose threads didn't meet in time are absent.
 */
export async function measureLatencies(
  cpus: readonly number[],
  options: MeasureOptions,
): Promise<readonly MeasuredLatency[]> {
  const pairs = samplePairs(cpus, options.mostPairs ?? 256);
  const memory = new SharedArrayBuffer(256);
  const workers = [startWorker(memory), startWorker(memory)] as const;
  try {
    const measured: (MeasuredLatency | null)[] = [];
    for (const pair of pairs) {
      measured.push(await measurePair(pair, workers, new Int32Array(memory), options));
      options.onPair?.(measured.length, pairs.length);
    }
    return measured.filter((latency) => latency !== null);
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

type Pair = readonly [number, number];

/** All pairs of CPUs, the lower number first; of too many, every n-th. */
export function samplePairs(cpus: readonly number[], most: number): readonly Pair[] {
  const pairs = cpus.flatMap((from, index) => cpus.slice(index + 1).map((to): Pair => [from, to]));
  if (pairs.length <= most) return pairs;
  return Array.from({ length: most }, (_, index) => pairs[Math.floor((index * pairs.length) / most)] ?? [0, 0]);
}

function startWorker(memory: SharedArrayBuffer): Worker {
  return new Worker(roundTripWorker, { eval: true, workerData: { memory, koffi: findKoffi() } });
}

/** The optional library by which a thread is pinned without a process of its own. */
function findKoffi(): string | null {
  try {
    return createRequire(import.meta.url).resolve("koffi");
  } catch {
    return null;
  }
}

async function measurePair(
  [from, to]: Pair,
  [near, far]: readonly [Worker, Worker],
  words: Int32Array,
  { date, patience = 1000 }: MeasureOptions,
): Promise<MeasuredLatency | null> {
  words.fill(0);
  const pinned = [await ask(near, { pinTo: from }), await ask(far, { pinTo: to })].every((answer) => answer === true);
  const [means] = await Promise.all([
    ask(near, { task: "measure", plan: { ...plan, milliseconds: patience } }),
    ask(far, { task: "echo" }),
  ]);
  const roundTrip = median(Array.isArray(means) ? means.map(Number).slice(warmUp) : []);
  if (roundTrip === null) return null;
  const how = pinned ? "both threads pinned" : "threads not pinned, on cores that Linux chose";
  const source = `skerry probe, ${date}, half a round trip of ${tenths(roundTrip)} ns, ${how}`;
  return { from, to, nanoseconds: tenths(roundTrip / 2), source };
}

async function ask(worker: Worker, question: unknown): Promise<unknown> {
  worker.postMessage(question);
  const [answer] = await once(worker, "message");
  return answer;
}

function median(numbers: readonly number[]): number | null {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? null;
}

function tenths(number: number): number {
  return Math.round(number * 10) / 10;
}
