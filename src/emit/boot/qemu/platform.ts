import type { PlanCore, PlanMachine } from "../../../plan/plan.ts";

/**
 * The instruction set of cores that no board has: the kernel of such a core runs in Node.js, on the computer that boots
 * the board, and reaches its boot core over the console.
 */
export const hostIsa = "host";

export function isHost(core: Pick<PlanCore, "isa">): boolean {
  return core.isa.name === hostIsa;
}

/** How the host's rings are shared with the board. */
export type HostLink = "memory" | "serial";

/** Bytes of physical memory that lie together. */
export interface Range {
  readonly address: number;
  readonly bytes: number;
}

export type SharedMemory =
  /** By its index. */
  { readonly kind: "memory"; readonly memory: number } | { readonly kind: "none"; readonly reason: string };

/** A board that QEMU plays, as far as it decides what a description can be booted on it. */
export interface Platform {
  readonly name: string;
  /** In the header of the blob. */
  readonly number: number;
  /** Names of the instruction sets that its cores have, each of which some have; that of the boot core first. */
  readonly isas: readonly string[];
  /** Names of its kernels: one for each kind of core, that of the boot core first. */
  readonly kernels: readonly string[];
  /** The program that plays it. */
  readonly program: string;
  readonly mostCores: number;
  readonly mostNodes: number;
  /** Memory that the board or its kernel can have. */
  readonly mostBytes: number;
  /** Areas of rings that the boot core, and any other, can be fenced to; null where nothing counts them. */
  readonly mostAreas: { readonly bootCore: number; readonly others: number } | null;
  /** Whether a node may have no cores. */
  readonly hasBareNodes: boolean;
  /** Whether it tells of latency, bandwidth and caches of memories. */
  readonly hasAttributes: boolean;
  /** Whether it has buses of nodes that devices can be plugged into. */
  readonly hasExpanders: boolean;
  /** Where the blob lies. */
  readonly blobAt: number;
  /** Up to here the first memory belongs to the image of the kernel and the blob. */
  readonly dataFrom: number;
  /** Arguments that choose and equip the board, as far as they follow from its nodes. */
  readonly machine: (nodes: readonly PlatformNode[]) => readonly string[];
  /** On a board with a single memory, and no nodes, which it is; absent where each memory is a node. */
  readonly sharedMemory?: (machine: PlanMachine) => SharedMemory;
  /** Where the memory of nodes of these sizes lies. */
  readonly ranges: (sizes: readonly number[]) => readonly (readonly Range[])[];
  /** The hardware ids QEMU gives the cores of each node; null when it can't be as it is described. */
  readonly hardwareIds: (nodes: readonly PlatformNode[]) => readonly number[];
  /** By instruction set, what QEMU adds to the hardware ids of its cores, so that no two are the same; absent where it adds nothing. */
  readonly firstIds?: Readonly<Record<string, number>>;
  /** Where another core writes to wake a core; 0 where the hardware id says that. */
  readonly doorbell: (nodes: readonly PlatformNode[], hardwareId: number) => number;
}

/** A NUMA node; its cores by index, in order of their hardware ids. */
export interface PlatformNode {
  readonly name: string;
  readonly bytes: number;
  readonly cores: readonly { readonly index: number; readonly core: PlanCore }[];
}
