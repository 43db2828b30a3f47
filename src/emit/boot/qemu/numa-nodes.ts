/** NUMA nodes as QEMU has them: one for each memory, with the cores that are nearest to it. */
import type { PlanMachine, Routes } from "../../../plan/plan.ts";
import { readRoutes } from "../../../plan/read-routes.ts";
import { homeMemory } from "../home-memory.ts";
import { isHost, type Platform, type PlatformNode } from "./platform.ts";

/** Cores that are not online, and those of the host, belong to no node. */
function listNodes(machine: PlanMachine): readonly PlatformNode[] {
  const nodes = machine.memories.map(({ path, size }) => ({ name: path, bytes: size, cores: [] as NodeCore[] }));
  for (const [index, core] of machine.cores.entries()) {
    if (core.online && !isHost(core)) nodes[homeMemory(machine, core.part)]?.cores.push({ core, index });
  }
  for (const { cores } of nodes) cores.sort((one, other) => (one.core.hardwareId ?? 0) - (other.core.hardwareId ?? 0));
  return nodes;
}

type NodeCore = PlatformNode["cores"][number];

export type FoundNodes =
  | { readonly kind: "nodes"; readonly nodes: readonly PlatformNode[] }
  | { readonly kind: "refused"; readonly reason: string };

/** On a board with a single memory all cores are of its node. */
export function findNodes(machine: PlanMachine, { sharedMemory, isas }: Platform): FoundNodes {
  const nodes = listNodes(machine);
  const shared = sharedMemory?.(machine);
  if (shared === undefined) return { kind: "nodes", nodes };
  if (shared.kind === "none") return { kind: "refused", reason: shared.reason };
  const cores = nodes
    .flatMap((node) => node.cores)
    .sort(
      ({ core: one }, { core: other }) =>
        isas.indexOf(one.isa.name) - isas.indexOf(other.isa.name) || (one.hardwareId ?? 0) - (other.hardwareId ?? 0),
    );
  const { name = "", bytes = 0 } = nodes[shared.memory] ?? {};
  return { kind: "nodes", nodes: [{ name, bytes, cores }] };
}

/** What a memory takes whose latency nobody states, in picoseconds. */
const nominalLatency = 100_000;
export const localDistance = 10;
export const mostDistance = 254;

/** As many as their numbers have bytes for: the distances of more would be larger than all else a kernel boots from. */
const mostDistantNodes = 255;

export function haveDistances({ length }: readonly PlatformNode[]): boolean {
  return length > 1 && length <= mostDistantNodes;
}

/**
 * How far nodes are from each other, row by row, relative to a node itself, which is 10 (ACPI 6.4, 5.2.17): the
 * memory's latency and the way there, over its latency. What nobody can reach is as far as can be said, and so is what is
 * farther than that.
 */
export function computeDistances(
  machine: PlanMachine,
  routes: Routes,
  nodes: readonly PlatformNode[],
): readonly (readonly number[])[] {
  return computeWantedDistances(machine, routes, nodes).map((row, from) =>
    row.map((distance, to) => {
      if (from === to) return localDistance;
      return Math.max(localDistance + 1, Math.min(mostDistance, distance ?? mostDistance));
    }),
  );
}

/** The same with nothing cut off; null where there is no way. */
export function computeWantedDistances(
  machine: PlanMachine,
  routes: Routes,
  nodes: readonly PlatformNode[],
): readonly (readonly (number | null)[])[] {
  const reader = readRoutes(routes);
  return nodes.map((from, row) =>
    nodes.map((to, column) => {
      if (row === column) return localDistance;
      const latency = machine.memories[column]?.latency ?? nominalLatency;
      const ways = from.cores.flatMap((one) => to.cores.map((other) => reader.latency(one.index, other.index)));
      const shortest = Math.min(...ways.filter((way) => way >= 0));
      return Number.isFinite(shortest) ? Math.round((localDistance * (latency + shortest)) / latency) : null;
    }),
  );
}
