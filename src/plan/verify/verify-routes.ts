/**
 * Proves routing tables from the tables alone. It shares no code with what builds them, so that a mistake there cannot
 * hide here.
 */
export interface RoutesToVerify {
  /** By core: offline cores have no routes. */
  readonly online: readonly boolean[];
  readonly hops: readonly { readonly from: number; readonly to: number; readonly latency: number }[];
  readonly virtualChannels: number;
  readonly virtualChannelOf: readonly number[];
  readonly nextHop: readonly (readonly number[])[];
  readonly latency: readonly (readonly number[])[];
}

/** What is wrong, with a counterexample; cores and hops by number. */
export type RouteFault =
  /** A table has not one entry for each core, or names a virtual channel that is not there. */
  | { readonly kind: "shape"; readonly table: string }
  /** At `at`, on the way from `from`, the table names no next core, or one that no hop leads to. */
  | { readonly kind: "unreachable"; readonly from: number; readonly to: number; readonly at: number }
  /** The way from `from` to `to` comes back to where it was. */
  | { readonly kind: "loop"; readonly from: number; readonly to: number; readonly path: readonly number[] }
  | {
      readonly kind: "latency";
      readonly from: number;
      readonly to: number;
      readonly stated: number;
      readonly sum: number;
    }
  /** Each hop waits for the next and the last for the first. */
  | { readonly kind: "deadlock"; readonly virtualChannel: number; readonly hops: readonly number[] };

/**
 * Every fault of the tables; none means: every online core reaches every other, no way loops, the stated latencies are
 * the sums of the hops, and in each virtual channel the channel dependency graph is free of cycles, hence the routes of
 * deadlock (Dally and Seitz 1987, theorem 1).
 */
export function verifyRoutes(routes: RoutesToVerify): readonly RouteFault[] {
  const misshapen = findMisshapenTables(routes);
  if (misshapen.length > 0) return misshapen;
  const hopBetween = new Map(routes.hops.map((hop, index) => [hopKey(routes, hop.from, hop.to), index]));
  const faults: RouteFault[] = [];
  const waits = Array.from({ length: routes.virtualChannels }, () => new Map<number, Set<number>>());
  const cores = routes.online.flatMap((online, core) => (online ? [core] : []));
  for (const to of cores) {
    for (const from of cores) {
      const walk = walkRoute(routes, hopBetween, from, to);
      faults.push(...walk.faults);
      recordWaits(waits[routes.virtualChannelOf[to] ?? 0], walk.hops);
    }
  }
  waits.forEach((graph, virtualChannel) => {
    const cycle = findWaitingCycle(graph);
    if (cycle !== null) faults.push({ kind: "deadlock", virtualChannel, hops: cycle });
  });
  return faults;
}

function findMisshapenTables(routes: RoutesToVerify): readonly RouteFault[] {
  const cores = routes.online.length;
  const isSquare = (table: readonly (readonly number[])[]): boolean =>
    table.length === cores && table.every((row) => row.length === cores);
  const channelsExist = routes.virtualChannelOf.every((channel) => channel >= 0 && channel < routes.virtualChannels);
  const faults: RouteFault[] = [];
  if (!isSquare(routes.nextHop)) faults.push({ kind: "shape", table: "nextHop" });
  if (!isSquare(routes.latency)) faults.push({ kind: "shape", table: "latency" });
  if (routes.virtualChannelOf.length !== cores || !channelsExist) {
    faults.push({ kind: "shape", table: "virtualChannelOf" });
  }
  return faults;
}

function hopKey(routes: RoutesToVerify, from: number, to: number): number {
  return from * routes.online.length + to;
}

interface Walk {
  readonly hops: readonly number[];
  readonly faults: readonly RouteFault[];
}

/** The hops of a way that reaches its end; none of one that does not. */
function walkRoute(routes: RoutesToVerify, hopBetween: ReadonlyMap<number, number>, from: number, to: number): Walk {
  const fail = (fault: RouteFault): Walk => ({ hops: [], faults: [fault] });
  if (routes.nextHop[to]?.[to] !== to) return fail({ kind: "unreachable", from, to, at: to });
  const path = [from];
  const hops: number[] = [];
  let sum = 0;
  for (let at = from; at !== to; ) {
    const next = routes.nextHop[at]?.[to] ?? -1;
    const hop = routes.online[next] === true ? hopBetween.get(hopKey(routes, at, next)) : undefined;
    if (hop === undefined) return fail({ kind: "unreachable", from, to, at });
    if (path.length > routes.online.length) return fail({ kind: "loop", from, to, path: loopOf(path) });
    sum += routes.hops[hop]?.latency ?? 0;
    hops.push(hop);
    path.push(next);
    at = next;
  }
  const stated = routes.latency[from]?.[to] ?? -1;
  return { hops, faults: stated === sum ? [] : [{ kind: "latency", from, to, stated, sum }] };
}

/** The part of a long path that repeats. */
function loopOf(path: readonly number[]): readonly number[] {
  const last = path.at(-1);
  const before = path.lastIndexOf(last ?? -1, path.length - 2);
  return path.slice(before, -1);
}

function recordWaits(graph: Map<number, Set<number>> | undefined, hops: readonly number[]): void {
  hops.forEach((hop, index) => {
    const next = hops[index + 1];
    if (next === undefined || graph === undefined) return;
    const waitsFor = graph.get(hop) ?? new Set();
    waitsFor.add(next);
    graph.set(hop, waitsFor);
  });
}

/** Takes away hops that nothing waits for until none is left (Kahn); what is left holds a cycle, which is walked. */
function findWaitingCycle(graph: ReadonlyMap<number, ReadonlySet<number>>): readonly number[] | null {
  const waiters = new Map<number, number>();
  for (const [hop, waitsFor] of graph) {
    waiters.set(hop, waiters.get(hop) ?? 0);
    for (const next of waitsFor) waiters.set(next, (waiters.get(next) ?? 0) + 1);
  }
  const free = [...waiters].flatMap(([hop, count]) => (count === 0 ? [hop] : []));
  for (let hop = free.pop(); hop !== undefined; hop = free.pop()) {
    waiters.delete(hop);
    for (const next of graph.get(hop) ?? []) {
      const left = (waiters.get(next) ?? 0) - 1;
      waiters.set(next, left);
      if (left === 0) free.push(next);
    }
  }
  return waiters.size === 0 ? null : walkBackwards(graph, waiters);
}

/** Every hop that is left is waited for by another that is left: going back from one to the next must close a cycle. */
function walkBackwards(
  graph: ReadonlyMap<number, ReadonlySet<number>>,
  left: ReadonlyMap<number, number>,
): readonly number[] {
  const waiterOf = new Map<number, number>();
  for (const hop of left.keys()) {
    for (const next of graph.get(hop) ?? []) if (left.has(next) && !waiterOf.has(next)) waiterOf.set(next, hop);
  }
  const seen: number[] = [];
  let hop = [...left.keys()][0];
  while (hop !== undefined && !seen.includes(hop)) {
    seen.push(hop);
    hop = waiterOf.get(hop);
  }
  return seen.slice(seen.indexOf(hop ?? -1)).reverse();
}
