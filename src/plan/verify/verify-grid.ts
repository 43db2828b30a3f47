import type { Routes } from "../plan.ts";
import type { RouteFault } from "./route-fault.ts";
import type { HopsToVerify } from "./verify-failover.ts";
import type { HopIndex } from "./verify-table.ts";

/** The core at each point of the grid, points counted with the first dimension fastest; or why it is no grid. */
export function findMisplaced(
  { dimensions, coordinates }: Pick<Routes, "dimensions" | "coordinates">,
  online: readonly boolean[],
): readonly RouteFault[] {
  if (coordinates === null) return [];
  const sizes = dimensions.map(({ nextHop }) => nextHop.length);
  const misshapen = coordinates.length !== sizes.length || coordinates.some((by) => by.length !== online.length);
  if (misshapen) return [{ kind: "shape", table: "coordinates" }];
  const points = sizes.reduce((product, size) => product * size, 1);
  const coreAt = new Int32Array(points).fill(-1);
  for (const [core, isOnline] of online.entries()) {
    if (!isOnline) continue;
    const point = pointOf(core, sizes, coordinates);
    if (point === -1) return [{ kind: "coordinates", cores: [core] }];
    if (coreAt[point] !== -1) return [{ kind: "coordinates", cores: [coreAt[point] ?? -1, core] }];
    coreAt[point] = core;
  }
  return coreAt.includes(-1) ? [{ kind: "coordinates", cores: [] }] : [];
}

function pointOf(core: number, sizes: readonly number[], coordinates: readonly (readonly number[])[]): number {
  let point = 0;
  for (let dimension = sizes.length - 1; dimension >= 0; dimension--) {
    const size = sizes[dimension] ?? 0;
    const coordinate = coordinates[dimension]?.[core] ?? -1;
    if (coordinate < 0 || coordinate >= size) return -1;
    point = point * size + coordinate;
  }
  return point;
}

/**
 * By dimension the hops that every line along it has, all with the same latency. Only over those may its table lead: then
 * what holds for one line holds for all, and a grid is verified in the time its tables take, not its pairs of cores.
 * Hops must be listed once each.
 */
export function indexLines(
  sizes: readonly number[],
  coordinates: readonly (readonly number[])[],
  { from, to, latency }: HopsToVerify,
  cores: number,
): readonly HopIndex[] {
  const counts = sizes.map((size) => new Uint32Array(size * size));
  const latencies = sizes.map((size) => new Float64Array(size * size));
  for (let hop = 0; hop < from.length; hop++) {
    const [tail, head] = [from[hop] ?? 0, to[hop] ?? 0];
    const dimension = onlyDifference(coordinates, tail, head);
    if (dimension === -1) continue;
    const size = sizes[dimension] ?? 0;
    const key = (coordinates[dimension]?.[tail] ?? 0) * size + (coordinates[dimension]?.[head] ?? 0);
    count(counts[dimension], latencies[dimension], key, latency[hop] ?? 0);
  }
  return sizes.map((size, dimension) => ({
    count: size * size,
    find: (from, to) => ((counts[dimension]?.[from * size + to] ?? 0) * size === cores ? from * size + to : -1),
    latency: (hop) => latencies[dimension]?.[hop] ?? 0,
  }));
}

/** A hop whose latency differs from that of an equal one before spoils the count for good. */
function count(
  counts: Uint32Array | undefined,
  latencies: Float64Array | undefined,
  key: number,
  latency: number,
): void {
  if (counts === undefined || latencies === undefined) return;
  const before = counts[key] ?? 0;
  if (before === 0) latencies[key] = latency;
  counts[key] = latencies[key] === latency ? before + 1 : spoilt;
}

const spoilt = 2 ** 31;

/** The one dimension in which two cores differ; -1 when there are more or none. */
function onlyDifference(coordinates: readonly (readonly number[])[], from: number, to: number): number {
  let found = -1;
  for (let dimension = 0; dimension < coordinates.length; dimension++) {
    if (coordinates[dimension]?.[from] === coordinates[dimension]?.[to]) continue;
    if (found !== -1) return -1;
    found = dimension;
  }
  return found;
}
