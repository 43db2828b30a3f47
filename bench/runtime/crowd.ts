/** More kernels than CPUs: how long they take to boot, whether each has its turn, and what they cost when idle. */
import { BroadcastChannel, Worker } from "node:worker_threads";
import { bootThreads } from "../../src/runtime/hosts/threads/boot.ts";
import { type BenchRow, median } from "../row.ts";
import { channelOf, type Order, type Result } from "./order.ts";
import { crowdSystem } from "./systems.ts";

const pairs = 16;
const kernels = 2 * pairs;
const calls = 2_000;
const idleFor = 2_000;
const boots = 5;

export async function measureCrowd(file: (name: string) => URL): Promise<readonly BenchRow[]> {
  const [own, bare]: [number[], number[]] = [[], []];
  for (let boot = 0; boot < boots; boot++) {
    bare.push(await startWorkers());
    own.push(await bootKernels(file));
  }
  const { latencies, idle } = await runCrowd(file);
  const [half, most] = [0.5, 0.99].map((share) => latencies[Math.floor(share * latencies.length)] ?? Number.NaN);
  const fairness = (most ?? Number.NaN) / (half ?? Number.NaN);
  return [
    row(`boot of ${kernels} kernels; limit: as many empty workers`, "ms", median(own), median(bare)),
    row(`calls of ${pairs} pairs of kernels at once: 99th percentile over the median`, "times", fairness, null),
    row(`${kernels} idle kernels`, "% of a CPU", idle, null),
  ];
}

function row(what: string, unit: string, own: number, limit: number | null): BenchRow {
  return { what, unit, skerry: own, limit, peers: {}, ratioToLimit: limit === null ? null : own / limit };
}

/** Milliseconds until all of them have said something. */
async function startWorkers(): Promise<number> {
  const start = performance.now();
  const code = 'require("node:worker_threads").parentPort.postMessage(0)';
  const workers = Array.from({ length: kernels }, () => new Worker(code, { eval: true }));
  await Promise.all(workers.map((worker) => new Promise((resolve) => worker.once("message", resolve))));
  const time = performance.now() - start;
  await Promise.all(workers.map((worker) => worker.terminate()));
  return time;
}

/** Milliseconds until all clients run, their bindings made. */
async function bootKernels(file: (name: string) => URL): Promise<number> {
  const crowd = await startCrowd(file);
  await crowd.end();
  return crowd.bootedIn;
}

async function runCrowd(file: (name: string) => URL): Promise<{ latencies: Float64Array; idle: number }> {
  const crowd = await startCrowd(file);
  const before = process.cpuUsage();
  await new Promise((resolve) => setTimeout(resolve, idleFor));
  const { user, system } = process.cpuUsage(before);
  const results = await crowd.call(calls);
  await crowd.end();
  const all = results.flatMap(({ latencies }) => [...(latencies ?? [])]);
  return { latencies: Float64Array.from(all).sort(), idle: (user + system) / 10 / idleFor };
}

interface Crowd {
  readonly bootedIn: number;
  call(times: number): Promise<readonly Result[]>;
  end(): Promise<void>;
}

async function startCrowd(file: (name: string) => URL): Promise<Crowd> {
  const [worker, programs] = [file("worker.mjs"), file("programs.mjs?crowd")];
  const channel = new BroadcastChannel(channelOf(programs.href));
  const answers = (): Promise<readonly Result[]> =>
    new Promise((resolve) => {
      const results: Result[] = [];
      channel.onmessage = (event) => {
        results.push((event as { readonly data: Result }).data);
        if (results.length === pairs) resolve(results);
      };
    });
  const ready = answers();
  const start = performance.now();
  const running = bootThreads({ ...crowdSystem(pairs), worker, programs, onEvent: () => {} });
  await ready;
  const bootedIn = performance.now() - start;
  return {
    bootedIn,
    async call(times) {
      const results = answers();
      channel.postMessage({ order: "crowd", times } satisfies Order);
      return results;
    },
    async end() {
      channel.postMessage({ order: "end", times: 0 } satisfies Order);
      await running.done;
      channel.close();
    },
  };
}
