/**
 * Proves routing tables from the tables alone. It shares no code with what builds them, so that a mistake there cannot
 * hide here.
 */
import type { Routes } from "../plan.ts";
import type { RouteFault } from "./route-fault.ts";
import { type HopsToVerify, listDestinationsOver, verifyFailover } from "./verify-failover.ts";
import { findMisplaced, indexLines } from "./verify-grid.ts";
import { type LineLosses, listLineLosses, verifyLines } from "./verify-lines.ts";
import { verifyPlaces } from "./verify-places.ts";
import { entriesOf, findMisshapen, followTo, type HopIndex } from "./verify-table.ts";
import { WaitingGraph } from "./waiting-graph.ts";

export type { RouteFault } from "./route-fault.ts";
export type { HopsToVerify } from "./verify-failover.ts";

export interface RoutesToVerify extends Routes {
  /** By core: offline cores have no routes. */
  readonly online: readonly boolean[];
  /** Each pair of neighbours once. */
  readonly hops: HopsToVerify;
}

/**
 * Every fault of the tables. None means: every online core reaches every other, no way loops, the stated latencies are the
 * sums of the hops, and what waits for what has no cycle, hence the routes no deadlock (Dally and Seitz 1987, theorem 1).
 *
 * Routes of several dimensions are proven one dimension at a time. That is sound because every line along a dimension is
 * found to have the hops that its table takes, so that a way in the table is a way between cores; because a way takes
 * hops of each dimension after those of the one before it; and so because a cycle of waiting hops would lie within one
 * dimension, and in one line of it.
 */
export function verifyRoutes(routes: RoutesToVerify): readonly RouteFault[] {
  const { dimensions, coordinates, virtualChannels, online, hops } = routes;
  if (routes.places !== undefined) {
    const repeated = findRepeated(hops, online.length);
    return repeated.length > 0 ? repeated : verifyPlaces(routes, routes.places, online, hops, indexHops(hops, online));
  }
  const misshapen = [
    ...dimensions.flatMap((table, dimension) => findMisshapen(table, virtualChannels, dimension)),
    ...(coordinates === null ? findWrongSize(routes) : []),
    ...findMisplaced(routes, online),
    ...findRepeated(hops, online.length),
  ];
  if (misshapen.length > 0) return misshapen;
  if (coordinates === null) return verifyDimension(routes, 0, indexHops(hops, online), online, []);
  const sizes = dimensions.map(({ nextHop }) => nextHop.length);
  const cores = sizes.reduce((product, size) => product * size, 1);
  const lines = indexLines(sizes, coordinates, hops, cores);
  const losses = routes.unprepared.includes("links") ? [] : listLineLosses(sizes, coordinates, hops);
  return lines.flatMap((index, dimension) =>
    verifyDimension(routes, dimension, index, new Array(sizes[dimension]).fill(true), losses[dimension] ?? []),
  );
}

function verifyDimension(
  routes: RoutesToVerify,
  dimension: number,
  index: HopIndex,
  online: readonly boolean[],
  losses: LineLosses,
): readonly RouteFault[] {
  const { dimensions, virtualChannels, failover, hops } = routes;
  const table = dimensions[dimension];
  if (table === undefined) return [];
  const waits = new WaitingGraph(index.count, virtualChannels);
  const entries = entriesOf(table);
  const ends = online.flatMap((isOnline, end) => (isOnline ? [end] : []));
  const faults = ends.flatMap((to): readonly RouteFault[] => {
    const where = { dimension, to, without: null };
    if (table.nextHop[to]?.[to] !== to) return [{ kind: "unreachable", ...where, from: to, at: to }];
    const followed = followTo(entries, index, ends, where, waits);
    return [...followed.faults, ...compareLatencies(table.latency, followed.latency, ends, where)];
  });
  if (dimensions.length === 1) {
    const destinationsOver = failover.length === 0 ? [] : listDestinationsOver(entries, index);
    const verified = { entries, index, waits, online, destinationsOver };
    faults.push(...failover.flatMap((each) => verifyFailover(each, hops, verified)));
  } else if (failover.length > 0) faults.push({ kind: "shape", table: "failover" });
  else faults.push(...verifyLines(routes, { dimension, entries, index, waits }, losses));
  const cycle = waits.findCycle();
  if (cycle === null) return faults;
  return [...faults, describeDeadlock(cycle, dimension, table.nextHop.length, dimensions.length === 1 ? hops : null)];
}

function compareLatencies(
  stated: readonly (readonly number[])[],
  sums: Float64Array,
  ends: readonly number[],
  where: { readonly dimension: number; readonly to: number; readonly without: null },
): readonly RouteFault[] {
  return ends.flatMap((from) => {
    const sum = sums[from] ?? -1;
    const said = stated[from]?.[where.to] ?? -1;
    return sum < 0 || said === sum ? [] : [{ kind: "latency" as const, ...where, from, stated: said, sum }];
  });
}

function describeDeadlock(
  cycle: readonly { readonly hop: number; readonly virtualChannel: number }[],
  dimension: number,
  size: number,
  hops: HopsToVerify | null,
): RouteFault {
  const ends = (hop: number) =>
    hops === null
      ? { from: Math.floor(hop / size), to: hop % size }
      : { from: hops.from[hop] ?? -1, to: hops.to[hop] ?? -1 };
  return {
    kind: "deadlock",
    dimension,
    hops: cycle.map(({ hop, virtualChannel }) => ({ ...ends(hop), virtualChannel })),
  };
}

function findWrongSize({ dimensions, online }: RoutesToVerify): readonly RouteFault[] {
  const isRight = dimensions.length === 1 && dimensions[0]?.nextHop.length === online.length;
  return isRight ? [] : [{ kind: "shape", table: "dimensions" }];
}

/** Hops stand in the order of their senders, then receivers: so none stands there twice. */
function findRepeated({ from, to }: HopsToVerify, cores: number): readonly RouteFault[] {
  let last = -1;
  for (let hop = 0; hop < from.length; hop++) {
    const [tail, head] = [from[hop] ?? -1, to[hop] ?? -1];
    const key = tail * cores + head;
    if (key <= last || tail < 0 || head < 0 || tail >= cores || head >= cores)
      return [{ kind: "shape", table: "hops" }];
    last = key;
  }
  return [];
}

/** Finds a hop by bisection among those of its sender; none from or to a core that is offline. */
function indexHops(hops: HopsToVerify, online: readonly boolean[]): HopIndex {
  const cores = online.length;
  const first = new Uint32Array(cores + 1);
  for (let hop = 0; hop < hops.from.length; hop++) {
    const tail = hops.from[hop] ?? 0;
    first[tail + 1] = (first[tail + 1] ?? 0) + 1;
  }
  for (let core = 0; core < cores; core++) first[core + 1] = (first[core + 1] ?? 0) + (first[core] ?? 0);
  const heads = hops.to;
  return {
    count: hops.from.length,
    latency: (hop) => hops.latency[hop] ?? 0,
    find(from, to) {
      let low = first[from] ?? 0;
      const end = first[from + 1] ?? 0;
      let high = end;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((heads[middle] ?? 0) < to) low = middle + 1;
        else high = middle;
      }
      return low < end && heads[low] === to && online[from] === true && online[to] === true ? low : -1;
    },
  };
}
