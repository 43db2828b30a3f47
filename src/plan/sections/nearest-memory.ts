import { nearestMemoryOf } from "../../analyses/placement/memory-distance.ts";
import type { Core, Machine } from "../../model/machine.ts";

/**
 * The index of the memory where data that a core reads whole should lie, if there is one that those who write it can address too,
 * then that; null when there is none.
 */
export function nearestMemory(machine: Machine, reader: number, writers: readonly number[] = []): number | null {
  const core = machine.cores[reader];
  const others = writers.flatMap((writer): Core | readonly Core[] => machine.cores[writer] ?? []);
  if (core === undefined) return null;
  return (nearestMemoryOf(machine, core, others) ?? nearestMemoryOf(machine, core))?.index ?? null;
}
