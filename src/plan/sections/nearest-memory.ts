import { nearestMemoryOf } from "../../analyses/placement/memory-distance.ts";
import type { Machine } from "../../model/machine.ts";

/** The index of the memory where data that a core reads whole should lie; null when there is none. */
export function nearestMemory(machine: Machine, reader: number): number | null {
  const core = machine.cores[reader];
  return core === undefined ? null : (nearestMemoryOf(machine, core)?.index ?? null);
}
