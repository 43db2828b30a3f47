import type { PlanCore, PlanMachine, PlanView } from "../../../plan/plan.ts";

/** Cores that address the same, in one box and of one instruction set. */
export interface Cluster {
  /** Indices of its cores, ascending. */
  readonly indices: readonly number[];
  readonly cores: readonly PlanCore[];
  /** Index of the deepest part that holds them all. */
  readonly part: number;
  /** Null where no address space tells. */
  readonly view: PlanView | null;
}

/** Those of the machine; the one whose core boots first comes first. */
export function clustersOf(machine: PlanMachine, bootCore: number): readonly Cluster[] {
  const groups = new Map<string, number[]>();
  for (const [index, core] of machine.cores.entries()) {
    const key = JSON.stringify([core.isa.name, viewOf(index, machine)?.space ?? null, boxAround(core.part, machine)]);
    groups.set(key, [...(groups.get(key) ?? []), index]);
  }
  const clusters = [...groups.values()].map((indices) => clusterOf(indices, machine));
  const isFirst = ({ indices }: Cluster): boolean => indices.includes(bootCore);
  return [...clusters.filter(isFirst), ...clusters.filter((cluster) => !isFirst(cluster))];
}

function clusterOf(indices: readonly number[], machine: PlanMachine): Cluster {
  const cores = indices.flatMap((index) => machine.cores[index] ?? []);
  const part = cores.map((core) => core.part).reduce((common, each) => commonPart(common, each, machine));
  return { indices, cores, part, view: viewOf(indices[0] ?? -1, machine) };
}

function viewOf(core: number, { addresses }: PlanMachine): PlanView | null {
  return addresses?.views.find(({ cores }) => cores.includes(core)) ?? null;
}

/** From a part to the machine itself. */
export function partsAround(part: number, { parts }: PlanMachine): readonly number[] {
  const around: number[] = [];
  for (let each: number | null = part; each !== null; each = parts[each]?.parent ?? null) around.push(each);
  return around;
}

function boxAround(part: number, machine: PlanMachine): number {
  return partsAround(part, machine).find((each) => machine.parts[each]?.level === "box") ?? 0;
}

function commonPart(one: number, other: number, machine: PlanMachine): number {
  const around = partsAround(one, machine);
  return partsAround(other, machine).find((part) => around.includes(part)) ?? 0;
}
