/** From objects to cores and the groups they form. */
import { numberThreads } from "../../algorithms/number-threads.ts";
import { printCpuList } from "../description/cpu-list.ts";
import type { CoreFacts, GroupFacts } from "../description/facts.ts";
import { numbersOf, without } from "./bits.ts";
import type { LeftOut } from "./left-out.ts";
import type { PusWithin } from "./pus-within.ts";
import type { CpuKind } from "./read-kinds.ts";
import type { HwlocObject } from "./topology.ts";

/** In the order of their first PUs. */
export function buildCores(
  objects: readonly HwlocObject[],
  pus: PusWithin,
  kinds: readonly CpuKind[],
  leftOut: LeftOut,
): readonly CoreFacts[] {
  const lone = objects.filter((object) => object.type === "PU" && around("Core", object) === null);
  const numbers = lone.flatMap(({ osIndex }) => osIndex ?? []).sort((a, b) => a - b);
  if (numbers.length > 0)
    leftOut.notTold(`the cores that PU ${printCpuList(numbers)} belong to (each stands as a core of its own)`);
  const inOrder = byFirstPu([...objects.filter(({ type }) => type === "Core"), ...lone], pus);
  const packages = byFirstPu(ofType("Package", objects), pus);
  const dies = byFirstPu(ofType("Die", objects), pus);
  return inOrder.map((object) => {
    const cpus = pus.get(object) ?? [];
    const kind = kinds.find((each) => each.cpus.has(cpus[0] ?? -1));
    return {
      cpus,
      package: placeIn(packages, around("Package", object)),
      die: placeIn(dies, around("Die", object)),
      cluster: null,
      hardwareId: null,
      clock: kind?.clock ?? null,
      kind: kind?.kind ?? null,
    };
  });
}

/** Groups that no other object covers: of those hwloc itself keeps none. */
export function buildGroups(objects: readonly HwlocObject[], pus: PusWithin): readonly GroupFacts[] {
  const covered = new Set(
    objects.filter(({ type, family }) => family === "normal" && type !== "Group").map((each) => pus.get(each)?.join()),
  );
  const groups = byFirstPu(ofType("Group", objects), pus).filter((group) => !covered.has(pus.get(group)?.join()));
  return groups.map((group) => ({
    level: group.subtype === "Cluster" ? "cluster" : "part",
    cpus: pus.get(group) ?? [],
  }));
}

/** Says of hardware threads which numbers cannot be told by the first one of each core. */
export function reportThreads(cores: readonly CoreFacts[], machine: HwlocObject, leftOut: LeftOut): void {
  const guessed = numberThreads(cores.map(({ cpus }) => ({ first: cpus[0] ?? 0, threads: cpus.length })));
  const odd = cores.filter(({ cpus }, index) => cpus.join() !== guessed[index]?.join());
  const numbers = odd.flatMap(({ cpus }) => cpus.slice(1)).sort((a, b) => a - b);
  if (numbers.length === 0) return;
  leftOut.notSayable(`the numbers of the hardware threads PU ${printCpuList(numbers)}`, machine.element);
}

/** PUs that are in the machine's complete_cpuset only. */
export function offlinePus({ sets }: HwlocObject): readonly number[] {
  return sets === null ? [] : numbersOf(without(sets.complete_cpuset, sets.cpuset));
}

function ofType(wanted: string, objects: readonly HwlocObject[]): readonly HwlocObject[] {
  return objects.filter(({ type }) => type === wanted);
}

function byFirstPu(objects: readonly HwlocObject[], pus: PusWithin): readonly HwlocObject[] {
  const first = (object: HwlocObject): number => pus.get(object)?.[0] ?? Number.POSITIVE_INFINITY;
  return objects.filter((object) => pus.has(object)).sort((a, b) => first(a) - first(b));
}

function placeIn(objects: readonly HwlocObject[], object: HwlocObject | null): number | null {
  return object === null ? null : objects.indexOf(object);
}

export function around(type: string, object: HwlocObject): HwlocObject | null {
  let outer = object.parent;
  while (outer !== null && outer.type !== type) outer = outer.parent;
  return outer;
}
