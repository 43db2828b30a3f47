import type { Failover } from "../plan.ts";
import type { RouteFault } from "./route-fault.ts";
import { type Entries, followTo, type HopIndex } from "./verify-table.ts";
import type { WaitingGraph } from "./waiting-graph.ts";

/** Hops by column. */
export interface HopsToVerify {
  readonly from: ArrayLike<number>;
  readonly to: ArrayLike<number>;
  readonly latency: ArrayLike<number>;
  /** The links that one goes over; none within a coherence domain. */
  linksOf(hop: number): readonly number[];
}

/** The table before any loss, and what of it every loss is judged by. */
interface VerifiedTable {
  readonly entries: Entries;
  readonly index: HopIndex;
  readonly waits: WaitingGraph;
  readonly online: readonly boolean[];
  /** By hop: the destinations to which some core sends over it. */
  readonly destinationsOver: readonly (readonly number[])[];
}

export function listDestinationsOver({ size, next }: Entries, index: HopIndex): readonly (readonly number[])[] {
  const over = Array.from({ length: index.count }, (): number[] => []);
  for (let from = 0; from < size; from++) {
    for (let destination = 0; destination < size; destination++) {
      const to = next[from * size + destination] ?? -1;
      const hop = to === -1 || to === from ? -1 : index.find(from, to);
      if (hop !== -1) over[hop]?.push(destination);
    }
  }
  return over;
}

/**
 * Every fault of the routes as they are once something is lost: a way goes over it, loops, or ends where another would
 * have led on. What waits for what is recorded beside what waited before.
 */
export function verifyFailover(
  { lost, ...changes }: Failover,
  hops: HopsToVerify,
  { entries, index, waits, online, destinationsOver }: VerifiedTable,
): readonly RouteFault[] {
  if ([changes.to, changes.nextHop, changes.virtualChannel].some((column) => column.length !== changes.from.length)) {
    return [{ kind: "shape", table: "failover" }];
  }
  const isLost = (hop: number): boolean =>
    "link" in lost ? hops.linksOf(hop).includes(lost.link) : hops.from[hop] === lost.core || hops.to[hop] === lost.core;
  const left = Array.from(hops.from, (_, hop) => !isLost(hop));
  const leftIndex: HopIndex = {
    ...index,
    find: (from, to) => {
      const hop = index.find(from, to);
      return left[hop] === true ? hop : -1;
    },
  };
  const cores = online.flatMap((isOnline, core) => (isOnline && !("core" in lost && lost.core === core) ? [core] : []));
  const startsOf = findStarts(cores, hops, left, online.length);
  const touched = listTouched(changes, left, destinationsOver, online.length);
  return whileChanged(entries, changes, () =>
    cores.flatMap((to) => {
      if (touched[to] === 0) return [];
      return followTo(entries, leftIndex, startsOf(to), { dimension: 0, to, without: lost }, waits).faults;
    }),
  );
}

/** By destination: the cores from which some way leads there. In most machines that is all of them, whatever is lost. */
function findStarts(
  cores: readonly number[],
  hops: HopsToVerify,
  left: readonly boolean[],
  coreCount: number,
): (to: number) => readonly number[] {
  const before = listNeighbours(hops.from, hops.to, left, coreCount);
  const after = listNeighbours(hops.to, hops.from, left, coreCount);
  const reachesAll = [before, after].every((neighbours) => {
    const joined = reach(cores[0] ?? 0, neighbours);
    return cores.every((core) => joined[core] === 1);
  });
  if (reachesAll) return () => cores;
  return (to) => {
    const joined = reach(to, before);
    return cores.filter((core) => joined[core] === 1);
  };
}

/**
 * By destination: 1 when an entry on the way there changes, or leads over what is lost. All ways to the others are those
 * from before, and were followed then.
 */
function listTouched(
  { to }: Omit<Failover, "lost">,
  left: readonly boolean[],
  destinationsOver: readonly (readonly number[])[],
  coreCount: number,
): Uint8Array {
  const touched = new Uint8Array(coreCount);
  for (const destination of to) touched[destination] = 1;
  left.forEach((isLeft, hop) => {
    if (!isLeft) for (const destination of destinationsOver[hop] ?? []) touched[destination] = 1;
  });
  return touched;
}

/** Does something with the entries as they are once something is lost; then all are again as they were. */
function whileChanged<Result>(entries: Entries, changes: Omit<Failover, "lost">, work: () => Result): Result {
  const { next, channel, columns } = entries;
  const cells = changes.from.map((core, index) => core * columns + (changes.to[index] ?? 0));
  const before = cells.map((cell) => [next[cell] ?? -1, channel[cell] ?? 0] as const);
  cells.forEach((cell, index) => {
    next[cell] = changes.nextHop[index] ?? -1;
    channel[cell] = changes.virtualChannel[index] ?? 0;
  });
  const result = work();
  cells.forEach((cell, index) => {
    [next[cell], channel[cell]] = before[index] ?? [-1, 0];
  });
  return result;
}

/** The entries that hold once something is lost. */
export function overlay(entries: Entries, changes: Omit<Failover, "lost">): Entries {
  const changed = { ...entries, next: entries.next.slice(), channel: entries.channel.slice() };
  changes.from.forEach((core, index) => {
    const entry = core * entries.columns + (changes.to[index] ?? 0);
    changed.next[entry] = changes.nextHop[index] ?? -1;
    changed.channel[entry] = changes.virtualChannel[index] ?? 0;
  });
  return changed;
}

/** By core at one end of the hops that are left: the cores at their other ends. */
function listNeighbours(
  others: ArrayLike<number>,
  own: ArrayLike<number>,
  left: readonly boolean[],
  cores: number,
): readonly (readonly number[])[] {
  const neighbours = Array.from({ length: cores }, (): number[] => []);
  left.forEach((isLeft, hop) => {
    if (isLeft) neighbours[own[hop] ?? -1]?.push(others[hop] ?? -1);
  });
  return neighbours;
}

/** 1 for a core and all that neighbours of neighbours lead to. */
function reach(start: number, neighbours: readonly (readonly number[])[]): Uint8Array {
  const reached = new Uint8Array(neighbours.length);
  reached[start] = 1;
  const queue = [start];
  for (const core of queue) {
    for (const other of neighbours[core] ?? []) {
      if (reached[other] === 1) continue;
      reached[other] = 1;
      queue.push(other);
    }
  }
  return reached;
}
