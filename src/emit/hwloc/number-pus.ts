import { numberThreads } from "../../algorithms/number-threads.ts";
import type { PlanMachine } from "../../plan/plan.ts";

/** Bits of one of hwloc's sets; Linux gives no numbers near that. */
const highest = 32_767;

/** The PU numbers of each core: as the description tells, and free ones where it doesn't. */
export function numberPus({ cores }: PlanMachine): readonly (readonly number[])[] {
  const taken = new Set<number>();
  const told = cores.map(({ osIndex }) => {
    const isGood = osIndex !== null && osIndex <= highest && !taken.has(osIndex);
    if (isGood) taken.add(osIndex);
    return isGood ? osIndex : null;
  });
  let free = cores.reduce((end, { threads }, index) => Math.max(end, (told[index] ?? -1) + threads), 0);
  if (taken.size === 0) free = 0;
  const firsts = cores.map(({ threads }, index) => {
    const first = told[index] ?? free;
    if (told[index] === null) free += threads;
    return { first, threads };
  });
  return numberThreads(firsts);
}
