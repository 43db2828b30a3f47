/**
 * Which groups can share one part declaration. Two groups are of one kind when they differ in nothing but the numbers of
 * their CPUs and nodes, each counted from the group's first, and the sizes of their memories. What differs becomes a
 * parameter.
 */
import { cachesOfCore, directCores, firstCpu, type Group } from "./arrange.ts";
import type { MachineFacts, NodeFacts } from "./facts.ts";

export interface PartDeclaration {
  readonly name: string;
  /** The first of the groups that it declares: its text is printed from that one. */
  readonly model: Group;
  readonly instances: readonly Group[];
  readonly parameters: readonly Parameter[];
}

/** A number that differs from instance to instance. */
export interface Parameter {
  readonly name: string;
  readonly type: "count" | "size";
  readonly of: "cpu" | "id" | "node" | { readonly memory: number };
}

/** Declarations in order of use: what a part consists of stands before it. */
export type PartDeclarations = ReadonlyMap<Group, PartDeclaration>;

export function declareParts(machine: Group, facts: MachineFacts): PartDeclarations {
  const kinds = new Map<string, Group[]>();
  for (const group of innermostFirst(machine)) {
    const shape = shapeOf(group, facts);
    kinds.set(shape, [...(kinds.get(shape) ?? []), group]);
  }
  const kindList = [...kinds.values()];
  const declarations = new Map<Group, PartDeclaration>();
  kindList.forEach((instances, index) => {
    const [model] = instances;
    if (model === undefined) return;
    const declaration = { name: nameOf(kindList, index), model, instances, parameters: parametersOf(instances) };
    for (const instance of instances) declarations.set(instance, declaration);
  });
  return declarations;
}

function innermostFirst(group: Group): readonly Group[] {
  return group.groups.flatMap((inner) => [...innermostFirst(inner), inner]);
}

/** Everything that two groups of one kind have in common. */
function shapeOf(group: Group, facts: MachineFacts): string {
  const base = firstCpu(group);
  const relative = (cpus: readonly number[]): readonly number[] => cpus.map((cpu) => cpu - base);
  const nodes = memoriesOf(group).map(({ number, kind }) => ({
    number: number === null ? null : number - (firstNode(group) ?? 0),
    kind,
  }));
  const cores = directCores(group).map((core) => ({
    ...core,
    package: null,
    die: null,
    cluster: null,
    cpus: relative(core.cpus.slice(0, 1)),
    hardwareId: core.hardwareId === null ? null : core.hardwareId - (firstId(group) ?? 0),
    threads: core.cpus.length,
    caches: cachesOfCore(facts, core).map((cache) => ({ ...cache, cpus: [] })),
  }));
  const caches = group.caches.map((cache) => ({ ...cache, cpus: relative(cache.cpus) }));
  const inner = group.groups.map((part) => ({
    offset: firstCpu(part) - base,
    ids: (firstId(part) ?? 0) - (firstId(group) ?? 0),
    shape: shapeOf(part, facts),
  }));
  return JSON.stringify({ level: group.level, cores, caches, nodes, own: group.memories.length, inner });
}

/** Own memories first, then those of inner groups. */
export function memoriesOf(group: Group): readonly NodeFacts[] {
  return [...group.memories, ...group.groups.flatMap(memoriesOf)];
}

/** Null when the hardware's ids are not told. */
export function firstId(group: Group): number | null {
  const ids = group.cores.flatMap(({ hardwareId }) => hardwareId ?? []);
  return ids.length === 0 ? null : Math.min(...ids);
}

/** Null when no memory in it has a number. */
export function firstNode(group: Group): number | null {
  const numbers = memoriesOf(group)
    .map(({ number }) => number)
    .filter((number) => number !== null);
  return numbers.length === 0 ? null : Math.min(...numbers);
}

function parametersOf(instances: readonly Group[]): readonly Parameter[] {
  const [model] = instances;
  if (model === undefined || instances.length < 2) return [];
  const sizes = memoriesOf(model).map((_, index) => new Set(instances.map((one) => memoriesOf(one)[index]?.memory)));
  const differing = sizes.flatMap((values, index) => (values.size > 1 ? [index] : []));
  return [
    { name: "firstCpu", type: "count", of: "cpu" },
    ...(firstId(model) === null ? [] : [{ name: "firstId", type: "count", of: "id" } as const]),
    ...(firstNode(model) === null ? [] : [{ name: "firstNode", type: "count", of: "node" } as const]),
    ...differing.map((memory): Parameter => {
      return { name: differing.length === 1 ? "size" : `size${memory}`, type: "size", of: { memory } };
    }),
  ];
}

/** `Package`, `PerformanceCluster`; numbered when several kinds would have the same name. */
function nameOf(kinds: readonly (readonly Group[])[], index: number): string {
  const stems = kinds.map(([model]) => (model === undefined ? "" : stemOf(model)));
  const stem = stems[index] ?? "";
  const alike = stems.flatMap((other, at) => (other === stem ? [at] : []));
  return alike.length === 1 ? stem : `${stem}${alike.indexOf(index)}`;
}

const levelWords = { machine: "Machine", package: "Package", die: "Die", part: "Node", cluster: "Cluster" } as const;

function stemOf(group: Group): string {
  const kinds = new Set(group.cores.map(({ kind }) => kind));
  const [kind] = kinds;
  const word = levelWords[group.level];
  if (kinds.size > 1 || kind == null) return word;
  return (kind === "performance" ? "Performance" : "Efficiency") + word;
}
