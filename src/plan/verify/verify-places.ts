import type { RoutePlaces, Routes } from "../plan.ts";
import type { RouteFault } from "./route-fault.ts";
import type { HopsToVerify } from "./verify-failover.ts";
import { type Entries, entriesOf, type Followed, followTo, type HopIndex } from "./verify-table.ts";
import { WaitingGraph } from "./waiting-graph.ts";

/**
 * Every fault of routes that go by the place of a core, and within it by its position. Each way of the machine is followed:
 * from all cores to each place, from each core at which one comes in to all others there. What comes in waits for what
 * leads on; so all that waits for one another stands in one graph, as it does for a table of all pairs.
 */
export function verifyPlaces(
  routes: Routes,
  places: RoutePlaces,
  online: readonly boolean[],
  hops: HopsToVerify,
  index: HopIndex,
): readonly RouteFault[] {
  const [table] = routes.dimensions;
  const members = gatherMembers(places, online);
  if (table === undefined || routes.dimensions.length > 1 || routes.coordinates !== null) return [shape("dimensions")];
  if (members === null || places.of.length !== online.length) return [shape("places")];
  const columns = members.length + Math.max(0, ...members.map(({ length }) => length));
  const isRight = [table.nextHop, table.virtualChannel, table.latency].every((rows) =>
    isRectangle(rows, online.length, columns),
  );
  const channelsExist = table.virtualChannel.every((row) => row.every((each) => each < routes.virtualChannels));
  if (!isRight || !channelsExist) return [shape("dimensions[0]")];
  if (routes.failover.length > 0 || routes.lines.length > 0) return [shape("failover")];
  const waits = new WaitingGraph(index.count, routes.virtualChannels);
  const walk: Walk = { entries: entriesOf(table), stated: table.latency, index, places, members, waits };
  const placed = members.flat();
  const faults = members.flatMap((cores, place) => {
    const outside = placed.filter((core) => places.of[core] !== place);
    return [...verifyWaysTo(place, outside, walk), ...cores.flatMap((_, at) => verifyWaysWithin(place, at, walk))];
  });
  const cycle = waits.findCycle();
  if (cycle === null) return faults;
  const waiting = cycle.map(({ hop, virtualChannel }) => {
    return { from: hops.from[hop] ?? -1, to: hops.to[hop] ?? -1, virtualChannel };
  });
  return [...faults, { kind: "deadlock", dimension: 0, hops: waiting }];
}

interface Walk {
  readonly entries: Entries;
  readonly stated: readonly (readonly number[])[];
  readonly index: HopIndex;
  readonly places: RoutePlaces;
  /** By place, by position. */
  readonly members: readonly (readonly number[])[];
  readonly waits: WaitingGraph;
}

function shape(table: string): RouteFault {
  return { kind: "shape", table };
}

function isRectangle(rows: readonly (readonly number[])[], height: number, width: number): boolean {
  return rows.length === height && rows.every((row) => row.length === width);
}

/** The cores of each place by position; null when two are at one position, a position is free, or a core is nowhere. */
function gatherMembers(
  { of, position }: RoutePlaces,
  online: readonly boolean[],
): readonly (readonly number[])[] | null {
  const members: number[][] = [];
  for (const [core, isOnline] of online.entries()) {
    const [place, at] = [of[core] ?? -1, position[core] ?? -1];
    if (place === -1 && !isOnline) continue;
    if (place < 0 || at < 0) return null;
    members[place] ??= [];
    if (members[place]?.[at] !== undefined) return null;
    (members[place] ?? [])[at] = core;
  }
  const isFull = (list: readonly unknown[] | undefined): boolean => list !== undefined && !list.includes(undefined);
  return isFull(members) && members.every(isFull) ? members : null;
}

function verifyWaysTo(place: number, outside: readonly number[], walk: Walk): readonly RouteFault[] {
  const { entries, index, members, waits } = walk;
  const ends = members[place] ?? [];
  const where = { dimension: 0, to: place, without: null };
  const followed = followTo(entries, index, outside, where, waits, ends);
  recordArrivals(place, outside, followed, walk);
  return [...followed.faults, ...compareLatencies(outside, place, followed, walk)];
}

/** What comes into a place waits for whatever leads on from there. */
function recordArrivals(
  place: number,
  outside: readonly number[],
  { hopAt }: Followed,
  { entries, index, members, waits }: Walk,
): void {
  const ends = new Set(members[place]);
  for (const core of outside) {
    const hop = hopAt[core] ?? -1;
    const entry = entries.next[core * entries.columns + place] ?? -1;
    if (hop === -1 || !ends.has(entry)) continue;
    members[place]?.forEach((other, at) => {
      if (other === entry) return;
      const cell = entry * entries.columns + members.length + at;
      const onwards = index.find(entry, entries.next[cell] ?? -1);
      const channel = entries.channel[core * entries.columns + place] ?? 0;
      if (onwards !== -1) waits.add(hop, channel, onwards, entries.channel[cell] ?? 0);
    });
  }
}

/** Outside of the place the column is for others: no way within may leave it. */
function verifyWaysWithin(place: number, at: number, walk: Walk): readonly RouteFault[] {
  const { entries, index, places, members, waits } = walk;
  const inside: HopIndex = {
    ...index,
    find: (from, to) => (places.of[from] === place && places.of[to] === place ? index.find(from, to) : -1),
  };
  const cores = members[place] ?? [];
  const column = members.length + at;
  const end = cores[at] ?? -1;
  const others = cores.filter((core) => core !== end);
  const where = { dimension: 0, to: column, without: null };
  const followed = followTo(entries, inside, others, where, waits, [end]);
  return [...followed.faults, ...compareLatencies(others, column, followed, walk)];
}

function compareLatencies(
  starts: readonly number[],
  column: number,
  { latency }: Followed,
  { stated }: Walk,
): readonly RouteFault[] {
  return starts.flatMap((from) => {
    const sum = latency[from] ?? -1;
    const said = stated[from]?.[column] ?? -1;
    const where = { dimension: 0, from, to: column, without: null };
    return sum < 0 || said === sum ? [] : [{ kind: "latency" as const, ...where, stated: said, sum }];
  });
}
