import type { PlanMachine } from "../../plan/plan.ts";

/** Index of the first memory in the smallest part around a part that has one, itself among them; -1 where there is none. */
export function homeMemory({ parts, memories }: PlanMachine, part: number): number {
  for (let around: number | null = part; around !== null; around = parts[around]?.parent ?? null) {
    const within = memories.findIndex((memory) => isWithin(parts, memory.part, around ?? 0));
    if (within >= 0) return within;
  }
  return -1;
}

function isWithin(parts: PlanMachine["parts"], part: number, around: number): boolean {
  for (let each: number | null = part; each !== null; each = parts[each]?.parent ?? null) {
    if (each === around) return true;
  }
  return false;
}
