/**
 * Messages between two threads: two booted kernels beside the bare mechanisms, in turns, so that what else the machine
 * does falls on all alike. The limits: a ping-pong of two spinning threads over one word each, with a promise for every
 * round trip; and a ring of the same shape with nothing around it.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { blockRingBytes } from "../../src/runtime/channel/block-ring.ts";
import { ringBytes } from "../../src/runtime/channel/slot.ts";
import { bootThreads, type RunningSystem } from "../../src/runtime/hosts/threads/boot.ts";
import type { BootConfiguration } from "../../src/runtime/kernel/boot-configuration.ts";
import { encodeRouteTable } from "../../src/runtime/kernel/route-table.ts";
import { type BenchRow, median } from "../row.ts";
import { type Contender, startKernels, startPeer } from "./contender.ts";
import { bulkBytes, type Measure } from "./order.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const rounds = 9;
const slots = 256;
const blocks = 16;
const blockBytes = 4160;

export async function run(): Promise<readonly BenchRow[]> {
  const folder = await mkdtemp(path.join(tmpdir(), "skerry-bench-"));
  try {
    await bundle(folder);
    const file = (name: string): URL => pathToFileURL(path.join(folder, name));
    const contenders = {
      skerry: await startKernels(() => bootPair(file("worker.mjs"), file("programs.mjs"))),
      bare: await startPeer(file("peer.mjs"), "bare", slots),
      postMessage: await startPeer(file("peer.mjs"), "postMessage", slots),
      comlink: await startPeer(file("peer.mjs"), "comlink", slots),
    };
    const rows = [
      ...[await roundTrips(contenders), await inPlace(contenders)],
      ...[await oneWay(contenders), await bulk(contenders)],
    ];
    await Promise.all(Object.values(contenders).map((contender) => contender.end()));
    return rows;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Contenders = Readonly<Record<"skerry" | "bare" | "postMessage" | "comlink", Contender>>;

async function roundTrips({ skerry, bare, postMessage, comlink }: Contenders): Promise<BenchRow> {
  const times = await interleave("roundTrips", [
    [skerry, 50_000],
    [bare, 100_000],
    [postMessage, 1_000],
    [comlink, 500],
  ]);
  const [own = Number.NaN, limit = Number.NaN, posted = Number.NaN, linked = Number.NaN] = times;
  return {
    what: "round trip of an empty call between two kernels; limit: spinning Atomics ping-pong through promises",
    unit: "ns",
    skerry: own,
    limit,
    peers: { postMessage: posted, comlink: linked },
    ratioToLimit: own / limit,
  };
}

async function inPlace({ skerry, bare }: Contenders): Promise<BenchRow> {
  const times = await interleave("inPlace", [
    [skerry, 200_000],
    [bare, 200_000],
  ]);
  const [own = Number.NaN, limit = Number.NaN] = times;
  return {
    what: "the same in place, with a callback for each round trip; limit: spinning Atomics ping-pong through callbacks",
    unit: "ns",
    skerry: own,
    limit,
    peers: {},
    ratioToLimit: own / limit,
  };
}

async function oneWay({ skerry, bare, postMessage }: Contenders): Promise<BenchRow> {
  const times = await interleave("oneWay", [
    [skerry, 300_000],
    [bare, 500_000],
    [postMessage, 5_000],
  ]);
  const [own = Number.NaN, limit = Number.NaN, posted = Number.NaN] = times.map((nanoseconds) => 1e9 / nanoseconds);
  return {
    what: "one-way messages of one 64-byte slot; limit: a bare ring of the same shape",
    unit: "messages/s",
    skerry: own,
    limit,
    peers: { postMessage: posted },
    ratioToLimit: limit / own,
  };
}

async function bulk({ skerry, bare, postMessage }: Contenders): Promise<BenchRow> {
  const copied = await interleave("bulk", [
    [skerry, 50_000],
    [bare, 100_000],
    [postMessage, 2_000],
  ]);
  const moved = await interleave("bulkTransferred", [[postMessage, 2_000]]);
  const megabytes = [...copied, ...moved].map((nanoseconds) => (bulkBytes * 1e3) / nanoseconds);
  const [own = Number.NaN, limit = Number.NaN, posted = Number.NaN, transferred = Number.NaN] = megabytes;
  return {
    what: "one-way messages of 4 KiB; limit: a bare ring of blocks, copied in and out",
    unit: "MB/s",
    skerry: own,
    limit,
    peers: { "postMessage, copied": posted, "postMessage, transferred": transferred },
    ratioToLimit: limit / own,
  };
}

/** Medians of nanoseconds a message; a first round for each to warm up. */
async function interleave(
  order: Measure,
  contenders: readonly (readonly [Contender, number])[],
): Promise<readonly number[]> {
  const results = contenders.map((): number[] => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [index, [contender, times]] of contenders.entries()) {
      const nanoseconds = await contender.measure(order, times);
      if (round > 0) results[index]?.push(nanoseconds);
    }
  }
  return results.map(median);
}

function bootPair(worker: URL, programs: URL): RunningSystem {
  const channel = (from: number, to: number) => ({
    ...{ from, to, virtualChannel: 0, slots, slotBytes: 64, latency: 0 },
    offset: from * ringBytes(slots, 64),
  });
  const configuration: BootConfiguration = {
    format: "skerry-boot",
    version: 1,
    name: "bench",
    cores: [0, 1].map((core) => ({ name: `cpu[${core}]`, clock: 1e9, osIndex: core })),
    bootCore: 0,
    order: [0, 1],
    virtualChannels: 1,
    channels: [channel(0, 1), channel(1, 0)],
    bulk: [
      {
        ...{ program: "main", instance: 0, service: "echo", serviceInstance: 0, direction: "request", from: 1, to: 0 },
        ...{ blocks, blockBytes, offset: 2 * ringBytes(slots, 64) },
      },
    ],
    pools: [],
    segmentBytes: 2 * ringBytes(slots, 64) + blockRingBytes(blocks, blockBytes),
    window: 128,
    programs: [
      { name: "echo", kind: "service", core: 0, instance: 0, instances: 1, uses: [] },
      { name: "echoInPlace", kind: "service", core: 0, instance: 0, instances: 1, uses: [] },
      {
        ...{ name: "main", kind: "client", core: 1, instance: 0, instances: 1 },
        uses: ["echo", "echoInPlace"].map((service) => ({ service, instance: 0 })),
      },
    ],
  };
  const routes = encodeRouteTable(
    1,
    [
      [0, 0],
      [0, 0],
    ],
    [
      [0, 1],
      [0, 1],
    ],
  );
  return bootThreads({ configuration, routes, programs, worker, onEvent: () => {} });
}

async function bundle(folder: string): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: {
      worker: "src/runtime/hosts/threads/worker.ts",
      programs: "bench/runtime/programs.ts",
      peer: "bench/runtime/peer.ts",
    },
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    external: ["koffi"],
    alias: { "skerry/runtime": "./src/runtime/index.ts" },
    logLevel: "warning",
  });
}
