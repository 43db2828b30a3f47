import { readGrid, readGridWithout } from "./grid-reader.ts";
import { readByPlace } from "./place-reader.ts";
import type { Fabric, Failover, Routes } from "./plan.ts";
import type { DetourReader, RouteReader } from "./route-reader.ts";

const readers = new WeakMap<Routes, RouteReader>();

export function readRoutes(routes: Routes): RouteReader {
  const known = readers.get(routes) ?? makeReader(routes);
  readers.set(routes, known);
  return known;
}

/** The routes once something is lost; null where that was not worked out beforehand. */
export function readRoutesWithout(
  routes: Routes,
  lost: Failover["lost"],
  { hops }: Pick<Fabric, "hops">,
): DetourReader | null {
  if (routes.unprepared.includes("core" in lost ? "cores" : "links")) return null;
  if (routes.coordinates !== null) return readGridWithout(routes, routes.coordinates, lost, hops);
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

function makeReader({ dimensions, coordinates, places }: Routes): RouteReader {
  const [only] = dimensions;
  if (places !== undefined && only !== undefined) return readByPlace(only, places);
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
