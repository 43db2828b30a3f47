import type { HwlocObject } from "./topology.ts";

/** The numbers of the PUs in each object of the tree that has any, ascending; a PU has itself. */
export type PusWithin = ReadonlyMap<HwlocObject, readonly number[]>;

export function findPus(objects: readonly HwlocObject[]): PusWithin {
  const inside = new Map<HwlocObject, number[]>();
  const pus = objects.filter(({ type }) => type === "PU").sort((a, b) => (a.osIndex ?? 0) - (b.osIndex ?? 0));
  for (const pu of pus)
    for (let outer: HwlocObject | null = pu; outer !== null; outer = outer.parent) {
      const numbers = inside.get(outer) ?? [];
      if (pu.osIndex !== null) numbers.push(pu.osIndex);
      inside.set(outer, numbers);
    }
  return inside;
}
