/**
 * What each memory is to the cores of each node: ACPI's heterogeneous memory attributes (ACPI 6.5, 5.2.28), as far as the
 * description states them, in the numbers that QEMU's `hmat-lb` and `hmat-cache` take (hw/core/numa.c of QEMU 7.2).
 */
import type { Fabric, PlanMachine, Routes } from "../../../plan/plan.ts";
import { readRoutes } from "../../../plan/read-routes.ts";
import type { RouteReader } from "../../../plan/route-reader.ts";
import type { PlatformNode } from "./platform.ts";

export interface MemoryAttributes {
  readonly accesses: readonly MemoryAccess[];
  readonly caches: readonly SideCache[];
}

/** Nodes, of which the first has cores. */
export interface MemoryAccess {
  readonly initiator: number;
  readonly target: number;
  /** 1 to 65,534. */
  readonly nanoseconds: number;
  /** MiB in a second, rounded to 16 bits of the largest of the machine; null where the description does not tell. */
  readonly bandwidth: number | null;
  /** Nanoseconds that the description leads to, where a table cannot say them. */
  readonly beyond: number | null;
}

/** A cache that all cores of a node share lies before its memory; level 1 is the smallest. */
export interface SideCache {
  readonly node: number;
  readonly level: number;
  readonly bytes: number;
  readonly lineBytes: number;
}

/** One number of all these: nanoseconds, MiB in a second, or the bytes of a cache. */
export interface Attribute {
  readonly kind: "latency" | "bandwidth" | "cache";
  /** Nodes; both are the memory's before which a cache lies. */
  readonly initiator: number;
  readonly target: number;
  /** Of a cache; else 0. */
  readonly level: number;
  readonly value: number;
}

export function listAttributes({ accesses, caches }: MemoryAttributes): readonly Attribute[] {
  return [
    ...accesses.map(({ initiator, target, nanoseconds: value }) => {
      return { kind: "latency", initiator, target, level: 0, value } as const;
    }),
    ...accesses.flatMap(({ initiator, target, bandwidth: value }) =>
      value === null ? [] : [{ kind: "bandwidth", initiator, target, level: 0, value } as const],
    ),
    ...caches.map(({ node, level, bytes: value }) => {
      return { kind: "cache", initiator: node, target: node, level, value } as const;
    }),
  ];
}

/** Entries are 16 bits, of which the highest value means that nothing is known. */
export const mostNanoseconds = 0xfffe;
const mostLevels = 3;
const mebibyte = 1 << 20;

/** Null where no memory says its latency. */
export function computeAttributes(
  machine: PlanMachine,
  routes: Routes,
  fabric: Fabric,
  nodes: readonly PlatformNode[],
): MemoryAttributes | null {
  const reader = readRoutes(routes);
  const carried = new Map(fabric.hops.map(({ from, to, bandwidth }) => [from * reader.coreCount + to, bandwidth]));
  const found = nodes.flatMap((from, initiator) =>
    nodes.flatMap((to, target) => {
      const memory = machine.memories[target];
      const way = initiator === target ? ownWay(from) : shortestWay(reader, from, to);
      if (memory === undefined || memory.latency === null || way === null) return [];
      const picoseconds = memory.latency + way.latency;
      const bandwidth = memory.bandwidth === null ? null : narrowest(reader, carried, way, memory.bandwidth);
      return [{ initiator, target, picoseconds, bandwidth }];
    }),
  );
  if (found.length === 0) return null;
  const round = roundingOf(found.flatMap(({ bandwidth }) => bandwidth ?? []));
  const accesses = found.map(({ initiator, target, picoseconds, bandwidth }) => {
    const wanted = Math.max(1, Math.round(picoseconds / 1000));
    const nanoseconds = Math.min(wanted, mostNanoseconds);
    const beyond = wanted === nanoseconds ? null : wanted;
    return { initiator, target, nanoseconds, bandwidth: bandwidth === null ? null : round(bandwidth), beyond };
  });
  return { accesses, caches: nodes.flatMap((node, index) => listCaches(machine, node, index, accesses)) };
}

interface Way {
  readonly from: number;
  readonly to: number;
  /** Picoseconds. */
  readonly latency: number;
}

function ownWay({ cores }: PlatformNode): Way | null {
  const [first] = cores;
  return first === undefined ? null : { from: first.index, to: first.index, latency: 0 };
}

/** Between nearest cores; a memory without cores has none that leads to it. */
function shortestWay(reader: RouteReader, from: PlatformNode, to: PlatformNode): Way | null {
  let best: Way | null = null;
  for (const { index: one } of from.cores) {
    for (const { index: other } of to.cores) {
      const latency = reader.latency(one, other);
      if (latency >= 0 && (best === null || latency < best.latency)) best = { from: one, to: other, latency };
    }
  }
  return best;
}

/** Bytes in a second; what states none limits nothing. */
function narrowest(
  { coreCount, nextHop }: RouteReader,
  carried: ReadonlyMap<number, number | null>,
  { from, to }: Way,
  memory: number,
): number {
  let least = memory;
  for (let at = from; at !== to; ) {
    const next = nextHop(at, to);
    least = Math.min(least, carried.get(at * coreCount + next) ?? least);
    at = next;
  }
  return least;
}

/** All have a unit in common, of which none has more than 65,534. */
function roundingOf(bandwidths: readonly number[]): (bandwidth: number) => number {
  const most = Math.max(1, ...bandwidths.map((each) => each / mebibyte));
  const unit = 2 ** Math.max(0, Math.floor(Math.log2(most)) - 15);
  return (bandwidth) => unit * Math.max(1, Math.min(mostNanoseconds, Math.round(bandwidth / mebibyte / unit)));
}

/** Only of nodes whose accesses are said in full, each larger than the one before. */
function listCaches(
  { caches }: PlanMachine,
  { cores }: PlatformNode,
  node: number,
  accesses: readonly MemoryAccess[],
): readonly SideCache[] {
  const own = accesses.find(({ initiator, target }) => initiator === node && target === node);
  if (own === undefined || own.bandwidth === null) return [];
  const shared = caches
    .filter(({ sharedBy }) => cores.every(({ index }) => sharedBy.includes(index)))
    .sort((one, other) => one.size - other.size)
    .filter(({ size }, index, all) => all[index - 1]?.size !== size);
  return shared.slice(0, mostLevels).map(({ size, lineBytes }, index) => ({
    ...{ node, level: index + 1, bytes: size },
    lineBytes: lineBytes ?? cores[0]?.core.isa.lineBytes ?? 0,
  }));
}
