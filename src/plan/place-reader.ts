import type { RoutePlaces, RouteTable } from "./plan.ts";
import type { RouteReader } from "./route-reader.ts";

/** Routes that have a column for each place, then one for each position in a place. */
export function readByPlace({ nextHop, virtualChannel, latency }: RouteTable, places: RoutePlaces): RouteReader {
  const { of, position } = places;
  const placeCount = countPlaces(places);
  const columnOf = (from: number, to: number): number => {
    const place = of[to] ?? -1;
    return place !== -1 && place === of[from] ? placeCount + (position[to] ?? 0) : place;
  };
  const entryOf = findEntries(nextHop, places);
  return {
    coreCount: nextHop.length,
    nextHop: (from, to) => (from === to ? from : (nextHop[from]?.[columnOf(from, to)] ?? -1)),
    virtualChannel: (from, to) => virtualChannel[from]?.[columnOf(from, to)] ?? 0,
    latency(from, to) {
      if (from === to) return 0;
      const entry = entryOf(from, of[to] ?? -1);
      const within = entry === -1 ? -1 : (latency[entry]?.[placeCount + (position[to] ?? 0)] ?? -1);
      if (entry === from || within === -1) return within;
      return within + (latency[from]?.[of[to] ?? -1] ?? -1);
    },
  };
}

/** The first of the pairs that are farthest from each other. */
export function farthestByPlace(
  table: RouteTable,
  places: RoutePlaces,
): { readonly from: number; readonly to: number; readonly latency: number } {
  const placeCount = countPlaces(places);
  const entryOf = findEntries(table.nextHop, places);
  const within = table.latency.map((row) => row.slice(placeCount).reduce((most, each) => Math.max(most, each), 0));
  let farthest = { from: 0, place: places.of[0] ?? -1, latency: within[0] ?? 0 };
  table.latency.forEach((row, from) => {
    for (let place = 0; place < placeCount; place++) {
      const latency = (row[place] ?? 0) + (within[entryOf(from, place)] ?? 0);
      if (latency > farthest.latency) farthest = { from, place, latency };
    }
  });
  const { latency } = readByPlace(table, places);
  const to = places.of.findIndex((place, core) => {
    return place === farthest.place && latency(farthest.from, core) === farthest.latency;
  });
  return { from: farthest.from, to, latency: farthest.latency };
}

export function countPlaces({ of }: RoutePlaces): number {
  return of.reduce((most, place) => Math.max(most, place), -1) + 1;
}

/** At which core of a place a way there comes in; -1 where none leads. */
function findEntries(nextHop: RouteTable["nextHop"], { of }: RoutePlaces): (from: number, place: number) => number {
  const known = new Map<number, Int32Array>();
  return (from, place) => {
    if (place === -1 || of[from] === -1) return -1;
    const entries = known.get(place) ?? new Int32Array(of.length).fill(unknown);
    known.set(place, entries);
    const passed: number[] = [];
    let at = from;
    while (at !== -1 && of[at] !== place && entries[at] === unknown) {
      passed.push(at);
      entries[at] = -1;
      at = nextHop[at]?.[place] ?? -1;
    }
    const entry = at === -1 || of[at] === place ? at : (entries[at] ?? -1);
    for (const core of passed) entries[core] = entry;
    return entry;
  };
}

const unknown = -2;
