import { sightOf } from "../../analyses/decoding/sights.ts";
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

/** {@link nearestMemory} for one writer, asked for hop by hop: cores of one part that see the same have the same. */
export function nearestMemories(machine: Machine): (reader: number, writer: number) => number | null {
  const sights = Uint32Array.from(machine.cores, (core) => sightOf(machine, core).index);
  const count = sights.reduce((most, each) => Math.max(most, each), 0) + 1;
  const known = new Map<number, number | null>();
  return (reader, writer) => {
    const part = machine.cores[reader]?.part.index ?? 0;
    const key = (part * count + (sights[reader] ?? 0)) * count + (sights[writer] ?? 0);
    const cached = known.get(key);
    if (cached !== undefined) return cached;
    const found = nearestMemory(machine, reader, [writer]);
    known.set(key, found);
    return found;
  };
}
