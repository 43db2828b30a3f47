/** NUMA nodes as QEMU has them: one for each memory, with the cores that are nearest to it. */
import type { PlanMachine, Routes } from "../../../plan/plan.ts";
import { readRoutes } from "../../../plan/route-reader.ts";
import type { PlatformNode } from "./platform.ts";

/** Cores that are not online belong to no node. */
export function listNodes(machine: PlanMachine): readonly PlatformNode[] {
  const homes = machine.cores.map((core) => (core.online ? homeOf(machine, core.part) : -1));
  return machine.memories.map(({ path, size }, memory) => ({
    name: path,
    bytes: size,
    cores: machine.cores
      .map((core, index) => ({ core, index }))
      .filter(({ index }) => homes[index] === memory)
      .sort((one, other) => (one.core.hardwareId ?? 0) - (other.core.hardwareId ?? 0)),
  }));
}

/** The first memory in the smallest part around that has one; -1 where none has. */
function homeOf({ parts, memories }: PlanMachine, part: number): number {
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

/** What a memory takes whose latency nobody states, in picoseconds. */
const nominalLatency = 100_000;
export const localDistance = 10;
const mostDistance = 254;

/**
 * How far nodes are from each other, row by row, relative to a node itself, which is 10 (ACPI 6.4, 5.2.17): the
 * memory's latency and the way there, over its latency. What nobody can reach is as far as can be said.
 */
export function computeDistances(
  machine: PlanMachine,
  routes: Routes,
  nodes: readonly PlatformNode[],
): readonly (readonly number[])[] {
  const reader = readRoutes(routes);
  return nodes.map((from, row) =>
    nodes.map((to, column) => {
      if (row === column) return localDistance;
      const latency = machine.memories[column]?.latency ?? nominalLatency;
      const ways = from.cores.flatMap((one) => to.cores.map((other) => reader.latency(one.index, other.index)));
      const shortest = Math.min(...ways.filter((way) => way >= 0));
      if (!Number.isFinite(shortest)) return mostDistance;
      const distance = Math.round((localDistance * (latency + shortest)) / latency);
      return Math.max(localDistance + 1, Math.min(mostDistance, distance));
    }),
  );
}
