/**
 * The latencies of a machine as one core sees them, in classes: its caches, its neighbours, cores so many links away, and
 * memories. What is derived and what was measured stand side by side.
 */
import {
  type Cache,
  type Core,
  type Machine,
  type MeasuredLatency,
  type Memory,
  measuredLatencies,
} from "../../model/machine.ts";
import type { LatencyAnswer } from "./answer.ts";
import { explainLatency, type LatencyTarget } from "./explain-latency.ts";

export interface LatencyClass {
  /** As the HotOS '09 paper calls it: `L1`, `other L1/L2`, `1-hop`; `memory`, `1-hop memory`. */
  readonly name: string;
  /** Links to cross; 0 within the package. */
  readonly hops: number;
  /** What the derived latency was composed for: what was measured from this reader, where there is such a thing. */
  readonly example: LatencyTarget;
  readonly derived: LatencyAnswer;
  /** Everything measured in this class, from whatever core. */
  readonly measured: readonly MeasuredLatency[];
}

/** Classes in ascending order, seen from `reader`: its caches, then other cores, then memories, both by links to cross. */
export function classifyLatencies(machine: Machine, reader: Core): readonly LatencyClass[] {
  return [...cacheClasses(machine, reader), ...coreClasses(machine, reader), ...memoryClasses(machine, reader)];
}

/** Whose view a table shows: that of the core most was measured from, else of the first one online. */
export function chooseReader(machine: Machine): Core | null {
  const counts = new Map<Core, number>();
  for (const { from } of measuredLatencies(machine)) counts.set(from, (counts.get(from) ?? 0) + 1);
  const busiest = [...counts].sort(([a, m], [b, n]) => n - m || a.index - b.index)[0]?.[0];
  return busiest ?? machine.cores.find((core) => core.online) ?? machine.cores[0] ?? null;
}

function cacheClasses(machine: Machine, reader: Core): readonly LatencyClass[] {
  return ownCaches(machine, reader).map((cache) => ({
    name: cache.name.toUpperCase(),
    hops: 0,
    example: cache,
    derived: explainLatency(machine, reader, cache),
    measured: measuredLatencies(machine).filter(
      ({ from, to }) => isCache(to) && to.name === cache.name && to.sharedBy.includes(from),
    ),
  }));
}

/** Nearest first; those that don't say how near last. */
function ownCaches(machine: Machine, reader: Core): readonly Cache[] {
  const distance = (cache: Cache): number => cache.latency?.picoseconds ?? Number.MAX_SAFE_INTEGER;
  return machine.caches
    .filter((cache) => cache.sharedBy.includes(reader))
    .sort((a, b) => distance(a) - distance(b) || a.size - b.size || a.index - b.index);
}

function coreClasses(machine: Machine, reader: Core): readonly LatencyClass[] {
  const others = machine.cores.filter((core) => core !== reader);
  return classesByHops(machine, reader, others, isCore, (hops) =>
    hops === 0 ? otherCaches(machine, reader) : `${hops}-hop`,
  );
}

/** Memories that neither state a latency nor were measured make no class. */
function memoryClasses(machine: Machine, reader: Core): readonly LatencyClass[] {
  const name = (hops: number): string => (hops === 0 ? "memory" : `${hops}-hop memory`);
  return classesByHops(machine, reader, machine.memories, isMemory, name).filter(
    ({ derived, measured }) => derived.picoseconds !== null || measured.length > 0,
  );
}

function classesByHops<Target extends LatencyTarget>(
  machine: Machine,
  reader: Core,
  targets: readonly Target[],
  isTarget: (target: LatencyTarget) => target is Target,
  name: (hops: number) => string,
): readonly LatencyClass[] {
  const byHops = groupByHops(targets, (target) => explainLatency(machine, reader, target));
  const measurements = measuredLatencies(machine).filter(({ to }) => isTarget(to));
  const measured = groupByHops(measurements, ({ from, to }) => explainLatency(machine, from, to));
  return [...byHops]
    .sort(([a], [b]) => a - b)
    .flatMap(([hops, members]) => {
      const found = measured.get(hops) ?? [];
      const example = found.find(({ from }) => from === reader)?.to ?? members[0];
      if (example === undefined) return [];
      return [{ name: name(hops), hops, example, derived: explainLatency(machine, reader, example), measured: found }];
    });
}

/** By the number of links in the way; what has no way is left out. */
function groupByHops<Item>(
  items: readonly Item[],
  explain: (item: Item) => LatencyAnswer,
): ReadonlyMap<number, readonly Item[]> {
  const byHops = new Map<number, Item[]>();
  for (const item of items) {
    const { steps } = explain(item);
    if (steps.length === 0) continue;
    const hops = steps.filter(({ kind }) => kind === "link").length;
    const known = byHops.get(hops);
    if (known === undefined) byHops.set(hops, [item]);
    else known.push(item);
  }
  return byHops;
}

/** `other L1/L2`: the caches a core has to itself, in another core. */
function otherCaches(machine: Machine, reader: Core): string {
  const names = ownCaches(machine, reader).filter((cache) => cache.sharedBy.length === 1);
  return names.length === 0 ? "other core" : `other ${names.map((cache) => cache.name.toUpperCase()).join("/")}`;
}

function isCore(target: LatencyTarget): target is Core {
  return "isa" in target;
}

function isCache(target: LatencyTarget): target is Cache {
  return "sharedBy" in target;
}

function isMemory(target: LatencyTarget): target is Memory {
  return !isCore(target) && !isCache(target);
}
