import type { CoreGroup } from "./blocks.ts";
import { messageTime, type RouteLatency } from "./placement.ts";

/**
 * Groups of cores that are closer to each other than to the rest, one inside the other. `height`: picoseconds that a
 * message between two of its cores takes at least; exactly so many, in a tree that is exact.
 */
export interface Nest {
  readonly groups: readonly CoreGroup[];
  readonly height: number;
  /** Of the next nest around it; null for the outermost. */
  readonly heightAround: number | null;
}

export interface NestTree {
  /** Those that hold one group only come first; the one that holds everything is last. */
  readonly nests: readonly Nest[];
  /** Whether the time between any two groups is the height of the innermost nest that holds both. */
  readonly isExact: boolean;
}

/** The tree of nests by single linkage: the largest ultrametric that is nowhere above the times of messages. */
export function buildNests(groups: readonly CoreGroup[], latency: RouteLatency): NestTree {
  const times = groups.map((a) => groups.map((b) => timeBetween(a, b, latency)));
  const pairs = groups.flatMap((a, i) => groups.slice(i + 1).map((b) => ({ a, b, time: times[i]?.[b.index] ?? 0 })));
  const open: { groups: readonly CoreGroup[]; height: number }[] = groups.map((group, at) => ({
    groups: [group],
    height: times[at]?.[at] ?? 0,
  }));
  const nests: Nest[] = [];
  const joined = new Map(groups.map((group, at) => [group, open[at]]));
  for (const { a, b, time } of pairs.toSorted((one, other) => one.time - other.time)) {
    const [left, right] = [joined.get(a), joined.get(b)];
    if (left === undefined || right === undefined || left === right) continue;
    const members = [...left.groups, ...right.groups];
    for (const nest of [left, right]) {
      // What is joined at its own height is no nest of its own.
      if (nest.height < time || nest.groups.length === 1) nests.push({ ...nest, heightAround: time });
    }
    const outer = { groups: members, height: time };
    for (const member of members) joined.set(member, outer);
  }
  const outermost = groups[0] === undefined ? undefined : joined.get(groups[0]);
  if (outermost !== undefined) nests.push({ ...outermost, heightAround: null });
  const sorted = nests.toSorted((a, b) => a.groups.length - b.groups.length);
  return { nests: sorted, isExact: isExact(sorted, groups, latency) };
}

function isExact(nests: readonly Nest[], groups: readonly CoreGroup[], latency: RouteLatency): boolean {
  const members = nests.map((nest) => new Set(nest.groups));
  return groups.every((a) =>
    groups.every((b) => {
      const innermost = nests[members.findIndex((set) => set.has(a) && set.has(b))];
      const [first, other] = [a.cores[0], a === b ? a.cores[1] : b.cores[0]];
      return other === undefined || messageTime(latency, first, other) === innermost?.height;
    }),
  );
}

/** Both ways a message takes the less of the two; within a group what it takes between two of its cores. */
function timeBetween(a: CoreGroup, b: CoreGroup, latency: RouteLatency): number {
  const [first] = a.cores;
  const other = a === b ? (a.cores[1] ?? first) : b.cores[0];
  return Math.min(messageTime(latency, first, other), messageTime(latency, other, first));
}
