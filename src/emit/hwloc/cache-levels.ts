import type { PlanMachine } from "../../plan/plan.ts";

type Cache = PlanMachine["caches"][number];

export interface CacheKind {
  /** `L2Cache`, `L1iCache` */
  readonly type: string;
  readonly level: number;
  /** hwloc's number: 0 unified, 1 data, 2 instruction. */
  readonly content: 0 | 1 | 2;
}

/**
 * What hwloc calls each cache: by its name where that tells (`l2`, `l1i`), else one level above the caches of the cores
 * that share it. Null where hwloc has no such cache.
 */
export function nameCaches(caches: readonly Cache[]): readonly (CacheKind | null)[] {
  const levels = caches.map(({ name }) => {
    const level = /^l([1-9])[di]?(?:_\d+)?$/i.exec(name)?.[1];
    return level === undefined ? null : Number(level);
  });
  return caches.map((cache, index) => {
    const level = levels[index] ?? levelAbove(cache, caches, levels);
    const content = /^l\d([di])/i.exec(cache.name)?.[1]?.toLowerCase();
    const isInstruction = content === "i";
    if (level > (isInstruction ? 3 : 5)) return null;
    return {
      type: `L${level}${isInstruction ? "i" : ""}Cache`,
      level,
      content: isInstruction ? 2 : content === "d" ? 1 : 0,
    };
  });
}

function levelAbove(cache: Cache, caches: readonly Cache[], levels: readonly (number | null)[]): number {
  const sharers = new Set(cache.sharedBy);
  const below = caches.map((other, index) =>
    other.sharedBy.every((core) => sharers.has(core)) ? (levels[index] ?? 0) : 0,
  );
  return Math.max(0, ...below) + 1;
}
