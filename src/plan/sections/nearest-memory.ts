import type { Core, Machine, Part } from "../../model/machine.ts";

/** Where data that is read whole should lie: the first memory of the innermost part around its reader that has one. */
export function nearestMemory(machine: Machine, reader: number): number | null {
  for (let part: Part | null = partOf(machine.cores[reader]); part !== null; part = part.parent) {
    const memory = machine.memories.find((candidate) => candidate.part === part);
    if (memory !== undefined) return memory.index;
  }
  return null;
}

function partOf(core: Core | undefined): Part | null {
  return core?.part ?? null;
}
