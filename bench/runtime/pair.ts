/** Two kernels and what passes between them. */
import { type BenchRow, median } from "../row.ts";
import type { Contender } from "./contender.ts";
import { bulkBytes, type Measure } from "./order.ts";

const rounds = 9;

/** `among`: 31 more kernels have channels to the one that answers. `sleepy`: kernels that never spin. */
export type Contenders = Readonly<
  Record<"skerry" | "among" | "sleepy" | "native" | "bare" | "postMessage" | "comlink", Contender>
>;

/** Of an empty call: by a callback and through a promise, alone and among many. */
export async function roundTrips(
  contenders: Contenders,
  pools: ReadonlyMap<string, Contender>,
): Promise<readonly BenchRow[]> {
  const { skerry, among, native, bare, postMessage, comlink } = contenders;
  const [placed, placedAmong, bareCallback, cForPlaced] = await interleave([
    [skerry, "inPlace", 200_000],
    [among, "inPlace", 200_000],
    [bare, "inPlace", 200_000],
    [native, "inPlace", 500_000],
  ]);
  const [promised, promisedAmong, barePromise, cForPromised, posted, linked, ...pooled] = await interleave([
    [skerry, "roundTrips", 50_000],
    [among, "roundTrips", 50_000],
    [bare, "roundTrips", 100_000],
    [native, "roundTrips", 500_000],
    [postMessage, "roundTrips", 1_000],
    [comlink, "roundTrips", 500],
    ...[...pools.values()].map((pool) => [pool, "roundTrips", 500] as const),
  ]);
  const c = "limit: two threads of C";
  return [
    row(`round trip of an empty call in place; ${c}`, "ns", placed, cForPlaced, { "Atomics, bare": bareCallback }),
    row(`the same where 32 channels lead to the kernel that answers; ${c}`, "ns", placedAmong, cForPlaced, {}),
    row(`round trip of an empty call through a promise; ${c}`, "ns", promised, cForPromised, {
      ...{ "Atomics and a promise, bare": barePromise, postMessage: posted, comlink: linked },
      ...Object.fromEntries([...pools.keys()].map((name, at) => [name, pooled[at]])),
    }),
    row(`the same where 32 channels lead to the kernel that answers; ${c}`, "ns", promisedAmong, cForPromised, {}),
  ];
}

export async function sleeping({ sleepy, bare }: Contenders): Promise<BenchRow> {
  const [own, limit] = await interleave([
    [sleepy, "asleep", 2_000],
    [bare, "asleep", 2_000],
  ]);
  const what = "round trip of an empty call between two that sleep; limit: Atomics.wait and notify";
  return row(what, "ns", own, limit, {});
}

/** Messages over which the heaps are watched. */
const heapMessages = 10_000_000;

export async function allocation({ skerry }: Contenders): Promise<BenchRow> {
  // Once to warm up: what compiling takes is no message's.
  await skerry.measure("heap", heapMessages / 20);
  const bytes = await skerry.measure("heap", heapMessages / 2);
  const what = "heap that a message in place takes of both threads, with the loops around their kernels, over 10 M";
  return { what, unit: "bytes", skerry: bytes / 2, limit: null, peers: {}, ratioToLimit: null };
}

export async function oneWay({ skerry, bare, postMessage }: Contenders): Promise<BenchRow> {
  const times = await interleave([
    [skerry, "oneWay", 300_000],
    [bare, "oneWay", 500_000],
    [postMessage, "oneWay", 5_000],
  ]);
  const [own, limit, posted] = times.map((nanoseconds) => 1e9 / nanoseconds);
  const what = "one-way messages of one 64-byte slot; limit: a bare ring of the same shape";
  return rateRow(what, "messages/s", own, limit, { postMessage: posted });
}

export async function bulk({ skerry, bare, postMessage }: Contenders): Promise<BenchRow> {
  const copied = await interleave([
    [skerry, "bulk", 50_000],
    [bare, "bulk", 100_000],
    [postMessage, "bulk", 2_000],
  ]);
  const moved = await interleave([[postMessage, "bulkTransferred", 2_000]]);
  const [own, limit, posted, transferred] = [...copied, ...moved].map((nanoseconds) => (bulkBytes * 1e3) / nanoseconds);
  const what = "one-way messages of 4 KiB; limit: a bare ring of blocks, copied in and out";
  return rateRow(what, "MB/s", own, limit, { "postMessage, copied": posted, "postMessage, transferred": transferred });
}

type Peers = Readonly<Record<string, number | undefined>>;

/** Of something that is the better the less it is. */
function row(what: string, unit: string, own = Number.NaN, limit = Number.NaN, peers: Peers = {}): BenchRow {
  return { what, unit, skerry: own, limit, peers: measured(peers), ratioToLimit: own / limit };
}

/** Of something that is the better the more it is. */
function rateRow(what: string, unit: string, own = Number.NaN, limit = Number.NaN, peers: Peers = {}): BenchRow {
  return { what, unit, skerry: own, limit, peers: measured(peers), ratioToLimit: limit / own };
}

function measured(peers: Peers): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(peers).map(([name, value]) => [name, value ?? Number.NaN]));
}

/** Medians of nanoseconds a message; a first round for each to warm up. */
export async function interleave(
  turns: readonly (readonly [contender: Contender, order: Measure, times: number])[],
): Promise<readonly number[]> {
  const results = turns.map((): number[] => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [index, [contender, order, times]] of turns.entries()) {
      const nanoseconds = await contender.measure(order, times);
      if (round > 0) results[index]?.push(nanoseconds);
    }
  }
  return results.map(median);
}
