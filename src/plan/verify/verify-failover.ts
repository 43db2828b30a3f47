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

/**
 * Every fault of the routes as they are once something is lost: a way goes over it, loops, or ends where another would
 * have led on. What waits for what is recorded beside what waited before.
 */
export function verifyFailover(
  { lost, ...changes }: Failover,
  entries: Entries,
  hops: HopsToVerify,
  index: HopIndex,
  online: readonly boolean[],
  waits: WaitingGraph,
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
  const changed = overlay(entries, changes);
  const cores = online.flatMap((isOnline, core) => (isOnline && !("core" in lost && lost.core === core) ? [core] : []));
  const before = listBefore(hops, left, online.length);
  const touched = listTouched(changes, entries, index, left);
  return cores.flatMap((to) => {
    if (touched[to] === 0) return [];
    const joined = reach(to, before);
    const starts = cores.filter((core) => joined[core] === 1);
    return followTo(changed, leftIndex, starts, { dimension: 0, to, without: lost }, waits).faults;
  });
}

/**
 * By destination: 1 when an entry on the way there changes, or leads over what is lost. All ways to the others are those
 * from before, and were followed then.
 */
function listTouched(
  { to }: Omit<Failover, "lost">,
  { size, next }: Entries,
  index: HopIndex,
  left: readonly boolean[],
): Uint8Array {
  const touched = new Uint8Array(size);
  for (const destination of to) touched[destination] = 1;
  for (let from = 0; from < size; from++) {
    const goes = new Map<number, boolean>();
    for (let destination = 0; destination < size; destination++) {
      const over = next[from * size + destination] ?? -1;
      if (over === -1 || over === from || touched[destination] === 1) continue;
      const isLeft = goes.get(over) ?? left[index.find(from, over)] === true;
      goes.set(over, isLeft);
      if (!isLeft) touched[destination] = 1;
    }
  }
  return touched;
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

/** By core: those from which a hop that is left leads to it. */
function listBefore(
  { from, to }: HopsToVerify,
  left: readonly boolean[],
  cores: number,
): readonly (readonly number[])[] {
  const before = Array.from({ length: cores }, (): number[] => []);
  left.forEach((isLeft, hop) => {
    if (isLeft) before[to[hop] ?? -1]?.push(from[hop] ?? -1);
  });
  return before;
}

/** 1 for the cores from which some way leads to a core. */
function reach(to: number, before: readonly (readonly number[])[]): Uint8Array {
  const reached = new Uint8Array(before.length);
  reached[to] = 1;
  const queue = [to];
  for (const core of queue) {
    for (const other of before[core] ?? []) {
      if (reached[other] === 1) continue;
      reached[other] = 1;
      queue.push(other);
    }
  }
  return reached;
}
