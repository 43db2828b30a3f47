import type { Core, Memory } from "../../../model/machine.ts";
import type { CopyBuffer } from "../copies.ts";
import type { Seating } from "../seating.ts";
import type { PlacementProgram } from "./build-program.ts";
import type { Draft } from "./draft.ts";

/** How many copies of each block lie on each group in a placement that is known: where a search may start. */
export function startFrom({ blocks, groups, countOf }: Draft, seating: Seating): ReadonlyMap<number, number> {
  const groupOf = new Map(groups.flatMap((group) => group.cores.map((core) => [core, group] as const)));
  const start = new Map<number, number>();
  for (const block of blocks) {
    for (const group of groups) {
      const column = countOf(block, group);
      if (column !== null) start.set(column, 0);
    }
    for (const copy of block.copies) {
      const core = seating.coreOf(copy);
      const group = core === null ? undefined : groupOf.get(core);
      const column = group === undefined ? null : countOf(block, group);
      if (column !== null) start.set(column, (start.get(column) ?? 0) + 1);
    }
  }
  return start;
}

/** The cores that the copies of each block lie on by a solution: of like cores the first that is free. */
export function readSolution(draft: Draft, values: Float64Array): ReadonlyMap<number, Core> {
  const taken = new Map<Core, number>();
  const cores = new Map<number, Core>();
  for (const block of draft.blocks) {
    const copies = [...block.copies];
    for (const group of draft.groups) {
      const column = draft.countOf(block, group);
      const count = column === null ? 0 : Math.round(values[column] ?? 0);
      for (let at = 0; at < count; at++) {
        const core = leastTaken(group.cores, taken);
        const copy = copies.shift();
        if (copy !== undefined) cores.set(copy.index, core);
        taken.set(core, (taken.get(core) ?? 0) + 1);
      }
    }
  }
  return cores;
}

function leastTaken(cores: readonly [Core, ...Core[]], taken: ReadonlyMap<Core, number>): Core {
  const [first] = cores;
  return cores.reduce((least, core) => ((taken.get(core) ?? 0) < (taken.get(least) ?? 0) ? core : least), first);
}

/** The memories of buffers by a solution; which of the copies that are interchangeable has which is left as it comes. */
export function readMemories(
  { lots, question }: PlacementProgram,
  values: Float64Array,
): ReadonlyMap<CopyBuffer, Memory> {
  const found = new Map<CopyBuffer, Memory>();
  for (const { first, block, columns } of lots) {
    const copies = block?.copies ?? [first.copy];
    const buffers = question.buffers.filter(({ buffer, copy }) => buffer === first.buffer && copies.includes(copy));
    for (const [memory, column] of columns) {
      for (let left = Math.round(values[column] ?? 0); left > 0; left--) {
        const buffer = buffers.shift();
        if (buffer !== undefined) found.set(buffer, memory);
      }
    }
  }
  return found;
}
