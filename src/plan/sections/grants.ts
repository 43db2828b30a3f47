import { type Grant, grantsOf } from "../../analyses/decoding/contexts.ts";
import type { Buffer, Program, System } from "../../model/deployment.ts";
import type { Device, Machine, Memory } from "../../model/machine.ts";
import type { PlanProgram, PlanSystem } from "../plan.ts";

/** A buffer of one copy of a program, where it was laid. */
export interface LaidOut {
  readonly program: Program;
  readonly buffer: Buffer;
  readonly memory: Memory;
  readonly offset: bigint;
}

/** All buffers of a system, in the order of its programs, their copies and their buffers. */
export function laidBuffers({ services, clients, machine }: System, placed: PlanSystem): readonly LaidOut[] {
  const planned = new Map([...placed.services, ...placed.clients].map((program) => [program.name, program]));
  return [...services, ...clients].flatMap((program) => {
    const plan = planned.get(program.name);
    return plan === undefined ? [] : buffersOf(program, plan, machine);
  });
}

function buffersOf(program: Program, { instances }: PlanProgram, { memories }: Machine): readonly LaidOut[] {
  return instances.flatMap(({ buffers }) =>
    buffers.flatMap(({ memory: index, offset }, at) => {
      const [buffer, memory] = [program.buffers[at], memories[index]];
      return buffer === undefined || memory === undefined ? [] : [{ program, buffer, memory, offset: BigInt(offset) }];
    }),
  );
}

/**
 * What devices may use when a system runs: the buffers that programs have for them. A device that no program has a buffer
 * for may use what the machine says it reaches.
 */
export function grantsOfSystem(machine: Machine, system: System | null, placed: PlanSystem | null): readonly Grant[] {
  const laid = system === null || placed === null ? [] : laidBuffers(system, placed);
  const own = laid.flatMap(({ buffer, memory, offset }): Grant[] => {
    const { device, size, span } = buffer;
    return device === null ? [] : [{ device: device.device, memory, offset, size: BigInt(size), span }];
  });
  const served = new Set<Device>(own.map(({ device }) => device));
  return [...own, ...grantsOf(machine).filter(({ device }) => !served.has(device))];
}
