import type { Failover, Routes } from "./plan.ts";

/** The routes of a plan, core by core, whatever their dimensions. */
export interface RouteReader {
  readonly coreCount: number;
  /** The core after `from` on the way to `to`; `from` itself when they are one; -1 where no route leads. */
  nextHop(from: number, to: number): number;
  /** The virtual channel of the hop to it; 0 where there is none. */
  virtualChannel(from: number, to: number): number;
  /** Picoseconds along the whole way; -1 where no route leads. */
  latency(from: number, to: number): number;
}

const readers = new WeakMap<Routes, RouteReader>();

export function readRoutes(routes: Routes): RouteReader {
  const known = readers.get(routes) ?? makeReader(routes);
  readers.set(routes, known);
  return known;
}

/** The routes once something is lost; null where that was not worked out beforehand. */
export function readRoutesWithout(routes: Routes, lost: Failover["lost"]): Omit<RouteReader, "latency"> | null {
  if (routes.failover.length === 0) return null;
  const isSame = (other: Failover["lost"]): boolean =>
    "core" in lost ? "core" in other && other.core === lost.core : "link" in other && other.link === lost.link;
  const { coreCount, nextHop, virtualChannel } = readRoutes(routes);
  const changes = routes.failover.find((each) => isSame(each.lost));
  const at = new Map(changes?.from.map((from, entry) => [from * coreCount + (changes.to[entry] ?? 0), entry]));
  const find = (from: number, to: number): number => at.get(from * coreCount + to) ?? -1;
  return {
    coreCount,
    nextHop: (from, to) => changes?.nextHop[find(from, to)] ?? nextHop(from, to),
    virtualChannel: (from, to) => changes?.virtualChannel[find(from, to)] ?? virtualChannel(from, to),
  };
}

function makeReader({ dimensions, coordinates }: Routes): RouteReader {
  const [only] = dimensions;
  return coordinates === null && only !== undefined ? readTable(only) : readGrid(dimensions, coordinates ?? []);
}

function readTable({ nextHop, virtualChannel, latency }: Routes["dimensions"][number]): RouteReader {
  return {
    coreCount: nextHop.length,
    nextHop: (from, to) => nextHop[from]?.[to] ?? -1,
    virtualChannel: (from, to) => virtualChannel[from]?.[to] ?? 0,
    latency: (from, to) => latency[from]?.[to] ?? -1,
  };
}

function readGrid(dimensions: Routes["dimensions"], coordinates: readonly (readonly number[])[]): RouteReader {
  const strides = stridesOf(dimensions);
  const coreCount = coordinates[0]?.length ?? 0;
  const coordinate = (dimension: number, core: number): number => coordinates[dimension]?.[core] ?? -1;
  const pointOf = (core: number): number =>
    strides.reduce((point, stride, dimension) => point + stride * coordinate(dimension, core), 0);
  const coreAt = indexPoints(coreCount, pointOf);
  const isOn = (core: number): boolean => coordinate(0, core) >= 0;
  const firstDifference = (from: number, to: number): number =>
    dimensions.findIndex((_, dimension) => coordinate(dimension, from) !== coordinate(dimension, to));
  return {
    coreCount,
    nextHop(from, to) {
      if (!isOn(from) || !isOn(to)) return -1;
      const dimension = firstDifference(from, to);
      if (dimension === -1) return from;
      const [here, there] = [coordinate(dimension, from), coordinate(dimension, to)];
      const next = dimensions[dimension]?.nextHop[here]?.[there] ?? -1;
      return next === -1 ? -1 : (coreAt.get(pointOf(from) + (next - here) * (strides[dimension] ?? 0)) ?? -1);
    },
    virtualChannel(from, to) {
      const dimension = firstDifference(from, to);
      return dimensions[dimension]?.virtualChannel[coordinate(dimension, from)]?.[coordinate(dimension, to)] ?? 0;
    },
    latency(from, to) {
      const times = dimensions.map(
        ({ latency }, dimension) => latency[coordinate(dimension, from)]?.[coordinate(dimension, to)] ?? -1,
      );
      return times.includes(-1) ? -1 : times.reduce((sum, time) => sum + time, 0);
    },
  };
}

/** By dimension: how far apart points are that differ by one in it. */
function stridesOf(dimensions: Routes["dimensions"]): readonly number[] {
  let stride = 1;
  return dimensions.map(({ nextHop }) => {
    const own = stride;
    stride *= nextHop.length;
    return own;
  });
}

function indexPoints(coreCount: number, pointOf: (core: number) => number): ReadonlyMap<number, number> {
  const cores = new Map<number, number>();
  for (let core = 0; core < coreCount; core++) cores.set(pointOf(core), core);
  return cores;
}
