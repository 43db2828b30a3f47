import type { Layout, Plan, PlanInterface } from "../../../plan/plan.ts";

/** Bytes that a frame carries, and that the text of a fault may have. */
const payloadBytes = 40;
const longestText = 1024;
/** For what kernels say to each other. */
const framesOfKernel = 256;
/** For what a replica says to another: a part of its log. */
const framesOfReplica = 64;

/**
 * How many frames may wait in each core's kernel for room in a ring: all that its bindings may have under way, at the
 * longest their messages can be. So none is ever refused for want of memory.
 */
export function countFrames({ machine, boot, system, interfaces }: Plan): readonly number[] {
  const frames: number[] = machine?.cores.map(() => framesOfKernel) ?? [];
  const window = boot?.window ?? 0;
  for (const { replicas } of system?.states ?? []) {
    for (const core of replicas) frames[core] = (frames[core] ?? 0) + framesOfReplica * replicas.length;
  }
  const add = (core: number, bytes: number): void => {
    frames[core] = (frames[core] ?? 0) + window * Math.max(1, Math.ceil(bytes / payloadBytes));
  };
  for (const program of [...(system?.services ?? []), ...(system?.clients ?? [])]) {
    for (const { core, bindings } of program.instances) {
      program.uses.forEach((use, index) => {
        const service = system?.services[use];
        const served = interfaces[service?.interface ?? -1];
        const server = service?.instances[bindings[index] ?? 0]?.core;
        if (served === undefined || server === undefined) return;
        add(core, longestRequest(served));
        add(server, longestReply(served));
      });
    }
  }
  return frames;
}

function longestRequest({ operations }: PlanInterface): number {
  return longest(operations.flatMap(({ request, upload }) => [request, upload]));
}

function longestReply({ operations, structs }: PlanInterface): number {
  const failures = structs.map(({ layout }) => layout);
  return Math.max(longestText, longest([...operations.flatMap(({ request, reply }) => [request, reply]), ...failures]));
}

function longest(layouts: readonly (Layout | null)[]): number {
  return Math.max(0, ...layouts.map((layout) => layout?.size ?? 0));
}
