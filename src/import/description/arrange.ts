/** From sets of CPUs to a tree of parts: packages, in them dies, NUMA nodes and clusters, in those the cores. */
import type { CacheFacts, CoreFacts, MachineFacts, NodeFacts } from "./facts.ts";

export interface Group {
  readonly level: "machine" | GroupLevel;
  /** All cores within, those of inner groups too. */
  readonly cores: readonly CoreFacts[];
  readonly holds: ReadonlySet<CoreFacts>;
  readonly groups: Group[];
  /** Caches shared by cores of this group and of no single group within. */
  readonly caches: CacheFacts[];
  readonly memories: NodeFacts[];
}

/** `part` stands for a NUMA node within a package, and for cores whose package is not known. */
export type GroupLevel = "package" | "die" | "part" | "cluster";

interface CoreSet {
  readonly level: GroupLevel;
  readonly cores: readonly CoreFacts[];
}

/** Arranges everything but the caches of single cores; those are found by {@link cachesOfCore}. */
export function arrange(facts: MachineFacts): Group {
  const machine = openGroup("machine", facts.cores);
  const coresOf = coreFinder(facts);
  for (const set of coreSets(facts, coresOf)) insert(machine, set);
  for (const cache of facts.caches) {
    const cores = coresOf(cache.cpus);
    if (cores.length > 1) smallestAround(machine, cores).caches.push(cache);
  }
  for (const node of facts.nodes.filter(({ memory }) => memory > 0))
    memoryPlace(machine, coresOf(node.cpus)).memories.push(node);
  return machine;
}

function openGroup(level: Group["level"], cores: readonly CoreFacts[]): Group {
  return { level, cores, holds: new Set(cores), groups: [], caches: [], memories: [] };
}

const privateCaches = new WeakMap<MachineFacts, ReadonlyMap<CoreFacts, readonly CacheFacts[]>>();

export function cachesOfCore(facts: MachineFacts, core: CoreFacts): readonly CacheFacts[] {
  const known = privateCaches.get(facts) ?? findPrivateCaches(facts);
  privateCaches.set(facts, known);
  return known.get(core) ?? [];
}

function findPrivateCaches(facts: MachineFacts): ReadonlyMap<CoreFacts, readonly CacheFacts[]> {
  const coresOf = coreFinder(facts);
  const found = new Map<CoreFacts, CacheFacts[]>();
  for (const cache of facts.caches) {
    const [core, ...others] = coresOf(cache.cpus);
    if (core === undefined || others.length > 0) continue;
    found.set(core, [...(found.get(core) ?? []), cache]);
  }
  return found;
}

export function directCores(group: Group): readonly CoreFacts[] {
  return group.cores.filter((core) => !group.groups.some((inner) => inner.holds.has(core)));
}

type CoreFinder = (cpus: readonly number[]) => readonly CoreFacts[];

/** From CPUs to their cores, in the order of the facts. */
function coreFinder({ cores }: MachineFacts): CoreFinder {
  const places = new Map(cores.flatMap((core, index) => core.cpus.map((cpu) => [cpu, index] as const)));
  return (cpus) => {
    const found = new Set(cpus.flatMap((cpu) => places.get(cpu) ?? []));
    return [...found].sort((a, b) => a - b).flatMap((index) => cores[index] ?? []);
  };
}

/** All sets of cores that Linux tells, the large before the small, so that each finds its outer one in the tree. */
function coreSets(facts: MachineFacts, coresOf: CoreFinder): readonly CoreSet[] {
  const packages = partition(facts.cores, (core) => core.package);
  const outer = packages.map((cores): CoreSet => ({ level: cores[0]?.package == null ? "part" : "package", cores }));
  const dies = packages.flatMap((cores) => partition(cores, (core) => core.die));
  const groups = facts.groups.map(({ level, cpus }): CoreSet => ({ level, cores: coresOf(cpus) }));
  const inner: readonly CoreSet[] = [
    ...dies.map((cores): CoreSet => ({ level: "die", cores })),
    ...facts.nodes.map((node): CoreSet => ({ level: "part", cores: coresOf(node.cpus) })),
    ...groups,
    ...clusterSets(facts, coresOf),
    ...facts.caches.map((cache): CoreSet => ({ level: "cluster", cores: coresOf(cache.cpus) })),
  ];
  return [...bySize(groups.filter(holdsPackages)), ...outer, ...bySize(inner)];
}

function bySize(sets: readonly CoreSet[]): readonly CoreSet[] {
  return sets.filter(({ cores }) => cores.length > 1).sort((a, b) => b.cores.length - a.cores.length);
}

function holdsPackages({ cores }: CoreSet): boolean {
  return cores.some((core) => core.package !== cores[0]?.package);
}

/** Clusters all of whose cores tell the same. */
function clusterSets(facts: MachineFacts, coresOf: CoreFinder): readonly CoreSet[] {
  return facts.cores.flatMap((core): readonly CoreSet[] => {
    const cores = coresOf(core.cluster ?? []);
    const agreed = cores.every((other) => other.cluster?.join() === core.cluster?.join());
    return agreed && cores[0] === core ? [{ level: "cluster", cores }] : [];
  });
}

/** Puts a set into the tree as a group of its own, unless it is there already, covers a whole group or cuts across one. */
function insert(machine: Group, set: CoreSet): void {
  const around = smallestAround(machine, set.cores);
  if (around.level !== "machine" && around.cores.length === set.cores.length) return;
  if (around.level === "machine" && machine.groups.some((group) => overlaps(group, set.cores))) return;
  if (around.groups.some((group) => overlaps(group, set.cores))) return;
  around.groups.push(openGroup(set.level, set.cores));
  around.groups.sort((a, b) => firstCpu(a) - firstCpu(b));
}

/** Memory without CPUs, or of CPUs of several packages, belongs to the machine. */
function memoryPlace(machine: Group, cores: readonly CoreFacts[]): Group {
  return cores.length === 0 ? machine : smallestAround(machine, cores);
}

function smallestAround(group: Group, cores: readonly CoreFacts[]): Group {
  const inner = group.groups.find((candidate) => cores.every((core) => candidate.holds.has(core)));
  return inner === undefined ? group : smallestAround(inner, cores);
}

function partition(
  cores: readonly CoreFacts[],
  key: (core: CoreFacts) => number | null,
): readonly (readonly CoreFacts[])[] {
  const keys = [...new Set(cores.map(key))].sort((a, b) => (a ?? -1) - (b ?? -1));
  return keys.map((wanted) => cores.filter((core) => key(core) === wanted));
}

function overlaps(group: Group, cores: readonly CoreFacts[]): boolean {
  return cores.some((core) => group.holds.has(core));
}

export function firstCpu(group: Group): number {
  return Math.min(...group.cores.flatMap(({ cpus }) => cpus[0] ?? []));
}
