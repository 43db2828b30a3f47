import type { CoreGroup } from "./blocks.ts";

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

/** The tree of nests by single linkage: the largest ultrametric that is nowhere above the times between groups. */
export function buildNests(groups: readonly CoreGroup[], times: readonly (readonly number[])[]): NestTree {
  const time = (a: CoreGroup, b: CoreGroup) => Math.min(times[a.index]?.[b.index] ?? 0, times[b.index]?.[a.index] ?? 0);
  const pairs = groups.flatMap((a, i) => groups.slice(i + 1).map((b) => ({ a, b, time: time(a, b) })));
  const innermost = groups.map((group): Open => ({ groups: [group], height: time(group, group) }));
  const open = new Map(innermost.map((nest, at) => [groups[at], nest]));
  const nests: Nest[] = [];
  for (const pair of pairs.toSorted((one, other) => one.time - other.time)) {
    const [left, right] = [open.get(pair.a), open.get(pair.b)];
    if (left === undefined || right === undefined || left === right) continue;
    const outer: Open = { groups: [...left.groups, ...right.groups], height: pair.time };
    for (const nest of [left, right]) {
      // What is joined at its own height is no nest of its own.
      if (nest.height < pair.time || nest.groups.length === 1) nests.push({ ...nest, heightAround: pair.time });
    }
    for (const member of outer.groups) open.set(member, outer);
  }
  const outermost = open.get(groups[0]);
  if (outermost !== undefined) nests.push({ ...outermost, heightAround: null });
  const sorted = nests.toSorted((a, b) => a.groups.length - b.groups.length);
  return { nests: sorted, isExact: isExact(sorted, groups, times) };
}

interface Open {
  readonly groups: readonly CoreGroup[];
  readonly height: number;
}

function isExact(nests: readonly Nest[], groups: readonly CoreGroup[], times: readonly (readonly number[])[]): boolean {
  const members = nests.map((nest) => new Set(nest.groups));
  return groups.every((a) =>
    groups.every((b) => {
      const innermost = nests[members.findIndex((set) => set.has(a) && set.has(b))];
      return times[a.index]?.[b.index] === innermost?.height;
    }),
  );
}
