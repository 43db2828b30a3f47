/** The latencies of a machine as one core sees them, in classes: its caches, its neighbours, cores so many hops away. */
import type { LatencyAnswer } from "../../analyses/latency/answer.ts";
import { explainLatency, type LatencyTarget } from "../../analyses/latency/explain-latency.ts";
import type { Cache, Core, Machine, Measurement } from "../../model/machine.ts";

export interface LatencyClass {
  /** As the paper calls it: `L1`, `other L1/L2`, `1-hop`. */
  readonly name: string;
  /** Links to cross; 0 within the package. */
  readonly hops: number;
  /** What the derived latency was composed for: the measured target where there is one. */
  readonly example: LatencyTarget;
  readonly derived: LatencyAnswer;
  /** Everything measured in this class, from whatever core. */
  readonly measured: readonly Measurement[];
}

/** Classes in ascending order, seen from `reader`: caches first, then cores by links to cross. */
export function classifyLatencies(machine: Machine, reader: Core): readonly LatencyClass[] {
  return [...cacheClasses(machine, reader), ...coreClasses(machine, reader)];
}

/** Whose view a table shows: that of the core most was measured from, else of the first. */
export function chooseReader(machine: Machine): Core | null {
  const counts = new Map<Core, number>();
  for (const { from } of machine.measurements) counts.set(from, (counts.get(from) ?? 0) + 1);
  const busiest = [...counts].sort(([a, m], [b, n]) => n - m || a.index - b.index)[0]?.[0];
  return busiest ?? machine.cores.find((core) => core.online) ?? machine.cores[0] ?? null;
}

function cacheClasses(machine: Machine, reader: Core): LatencyClass[] {
  return ownCaches(machine, reader).map((cache) => ({
    name: cache.name.toUpperCase(),
    hops: 0,
    example: cache,
    derived: explainLatency(machine, reader, cache),
    measured: machine.measurements.filter(
      ({ from, to }) => "sharedBy" in to && to.name === cache.name && to.sharedBy.includes(from),
    ),
  }));
}

/** Nearest first; those that don't say how near last. */
function ownCaches(machine: Machine, reader: Core): readonly Cache[] {
  const distance = (cache: Cache) => cache.latency?.picoseconds ?? Number.POSITIVE_INFINITY;
  return machine.caches
    .filter((cache) => cache.sharedBy.includes(reader))
    .sort((a, b) => Math.sign(distance(a) - distance(b)) || a.size - b.size || a.index - b.index);
}

function coreClasses(machine: Machine, reader: Core): LatencyClass[] {
  const byHops = new Map<number, Core[]>();
  for (const core of machine.cores) {
    if (core === reader) continue;
    const hops = hopsOf(explainLatency(machine, reader, core));
    if (hops !== null) byHops.set(hops, [...(byHops.get(hops) ?? []), core]);
  }
  const measured = measurementsByHops(machine);
  return [...byHops]
    .sort(([a], [b]) => a - b)
    .flatMap(([hops, cores]) => {
      const found = measured.get(hops) ?? [];
      const example = found.find(({ from }) => from === reader)?.to ?? cores[0];
      if (example === undefined) return [];
      const name = hops === 0 ? otherCaches(machine, reader) : `${hops}-hop`;
      return [{ name, hops, example, derived: explainLatency(machine, reader, example), measured: found }];
    });
}

/** `other L1/L2`: the caches a core has to itself, in another core. */
function otherCaches(machine: Machine, reader: Core): string {
  const names = ownCaches(machine, reader).filter((cache) => cache.sharedBy.length === 1);
  return names.length === 0 ? "other core" : `other ${names.map((cache) => cache.name.toUpperCase()).join("/")}`;
}

function measurementsByHops(machine: Machine): ReadonlyMap<number, readonly Measurement[]> {
  const byHops = new Map<number, Measurement[]>();
  for (const measurement of machine.measurements) {
    const { from, to } = measurement;
    if (!("isa" in to)) continue;
    const hops = hopsOf(explainLatency(machine, from, to));
    if (hops !== null) byHops.set(hops, [...(byHops.get(hops) ?? []), measurement]);
  }
  return byHops;
}

/** Links in an answer; null when there is no way at all. */
function hopsOf({ steps }: LatencyAnswer): number | null {
  return steps.length === 0 ? null : steps.filter(({ kind }) => kind === "link").length;
}
