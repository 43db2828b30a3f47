import type { Plan, PlanCore, PlanDevice, PlanMachine, PlanSystem } from "../../../plan/plan.ts";
import { homeMemory } from "../home-memory.ts";

/** What one kernel of the multikernel is given. */
export interface Instance {
  /** From the path of its core: `p-1-cpu-0`. */
  readonly name: string;
  /** From 1; the host is 0. */
  readonly id: number;
  readonly core: PlanCore;
  /** Index of the memory that its share is of; null when the machine has none. */
  readonly memory: number | null;
  /** Bytes of its share. */
  readonly bytes: number;
  readonly devices: readonly PlanDevice[];
  /** Names of the programs on its core. */
  readonly programs: readonly string[];
}

/** A machine divided among the kernel that is there already, the host, and one for each other core with a program. */
export interface Partition {
  readonly host: PlanCore;
  /** Index of the memory that the host keeps a share of; null when the machine has none. */
  readonly hostMemory: number | null;
  /** In the order in which kernels boot. */
  readonly instances: readonly Instance[];
  /** Cores with programs that the host's kernel cannot run on. */
  readonly foreign: readonly PlanCore[];
}

/** Shares of memory begin and end at multiples of it: the largest unit of page tables that all three architectures have. */
export const unit = 2 ** 21;

/** Null for a plan without a system. */
export function partition({ machine, system, boot }: Plan): Partition | null {
  const host = machine?.cores[boot?.bootCore ?? -1];
  if (machine === null || system === null || boot === null || host === undefined) return null;
  const busy = boot.order.filter((core) => core !== boot.bootCore && programsOn(core, system).length > 0);
  const isOwn = (core: number): boolean => machine.cores[core]?.isa.name === host.isa.name;
  const sharers = countSharers([boot.bootCore, ...busy.filter(isOwn)], machine);
  const instances = busy.filter(isOwn).flatMap((core, index) => {
    const own = machine.cores[core];
    return own === undefined ? [] : [instanceOf(own, core, index + 1, { machine, system, sharers })];
  });
  const hostMemory = nearestMemory(host, machine);
  return {
    host,
    hostMemory,
    instances,
    foreign: busy.filter((core) => !isOwn(core)).flatMap((core) => machine.cores[core] ?? []),
  };
}

interface Sharing {
  readonly machine: PlanMachine;
  readonly system: PlanSystem;
  /** By memory, how many kernels have a share of it. */
  readonly sharers: ReadonlyMap<number, number>;
}

function instanceOf(core: PlanCore, index: number, id: number, { machine, system, sharers }: Sharing): Instance {
  const memory = nearestMemory(core, machine);
  const size = memory === null ? 0 : (machine.memories[memory]?.size ?? 0);
  const share = size / (sharers.get(memory ?? -1) ?? 1);
  return {
    ...{ name: nameOf(core), id, core, memory, bytes: Math.floor(share / unit) * unit },
    devices: drivenOn(index, system).flatMap((device) => machine.devices[device] ?? []),
    programs: programsOn(index, system),
  };
}

function countSharers(cores: readonly number[], machine: PlanMachine): ReadonlyMap<number, number> {
  const sharers = new Map<number, number>();
  for (const index of cores) {
    const core = machine.cores[index];
    const memory = core === undefined ? null : nearestMemory(core, machine);
    if (memory !== null) sharers.set(memory, (sharers.get(memory) ?? 0) + 1);
  }
  return sharers;
}

function nearestMemory({ part }: PlanCore, machine: PlanMachine): number | null {
  const home = homeMemory(machine, part);
  return home < 0 ? null : home;
}

function programsOn(core: number, { services, clients }: PlanSystem): readonly string[] {
  const runs = [...services, ...clients].filter(({ instances }) => instances.some((one) => one.core === core));
  return runs.map(({ name }) => name);
}

function drivenOn(core: number, { services, clients }: PlanSystem): readonly number[] {
  const drivers = [...services, ...clients].filter(({ instances }) => instances[0]?.core === core);
  return [...new Set(drivers.flatMap(({ drives }) => drives))].sort((a, b) => a - b);
}

/** `p[1].cpu[0]` becomes `p-1-cpu-0`: what files, nodes of device trees and folders can be called. */
function nameOf({ path }: PlanCore): string {
  return path.replaceAll(/[[\].]+/g, "-").replace(/-$/, "");
}
