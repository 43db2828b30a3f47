import type { NearTarget, Program, Service, System } from "../../model/deployment.ts";
import type { Core, Memory } from "../../model/machine.ts";
import { computeReceivers } from "../interrupts/deliveries.ts";
import type { Copy, CopyBuffer } from "./copies.ts";
import { coreToMemory, deviceToMemory } from "./memory-distance.ts";
import { nearnessTo, type Surroundings } from "./nearness.ts";
import { nearTargets } from "./openings.ts";
import type { RouteLatency } from "./placement.ts";
import type { Question } from "./question.ts";

/** One thing that a placement costs. */
export type Term = NearTerm | NearServiceTerm | UseTerm | DeviceBufferTerm | ReadBufferTerm;

/** What a copy wants to be near stays where it is. */
export interface NearTerm {
  readonly kind: "near";
  readonly copy: Copy;
  readonly target: NearTarget;
  /** Picoseconds; where the target is a device that interrupts other cores, one more to prefer those. */
  readonly distance: (core: Core) => number;
}

/** It wants to be near a service: near its nearest copy. */
export interface NearServiceTerm {
  readonly kind: "nearService";
  readonly copy: Copy;
  readonly target: NearTarget;
  readonly others: readonly Copy[];
}

/** It is bound to the nearest copy of a service. */
export interface UseTerm {
  readonly kind: "use";
  readonly copy: Copy;
  readonly service: Service;
  readonly others: readonly Copy[];
  /** Operations a second, where a program says how many; else 1. */
  readonly weight: number;
}

/** A buffer that is forwarded: its device is the one that reads it. */
export interface DeviceBufferTerm {
  readonly kind: "forwarded";
  readonly buffer: CopyBuffer;
  readonly distance: (memory: Memory) => number;
  readonly weight: number;
}

/** A buffer that is read whole; by several, the mean counts. */
export interface ReadBufferTerm {
  readonly kind: "read";
  readonly buffer: CopyBuffer;
  readonly readers: readonly Copy[];
  readonly distance: (core: Core, memory: Memory) => number;
  readonly weight: number;
}

/** All that the placement of a system costs; nearness before time. */
export function findTerms(system: System, question: Question, latency: RouteLatency): readonly Term[] {
  const around: Surroundings = { machine: system.machine, latency, placement: new Map() };
  const copiesOf = groupCopies(question);
  const weights = weightsOf(system);
  const terms: Term[] = [];
  for (const copy of question.copies) {
    for (const target of nearTargets(copy.program)) terms.push(nearTerm(copy, target, copiesOf, around));
    for (const { service } of copy.program.uses) {
      if (service === copy.program) continue;
      const others = copiesOf.get(service.name) ?? [];
      terms.push({ kind: "use", copy, service, others, weight: weights.ofUse(copy.program, service) });
    }
  }
  for (const buffer of question.buffers) terms.push(bufferTerm(buffer, copiesOf, weights, around));
  return terms;
}

type Copies = ReadonlyMap<string, readonly Copy[]>;

/** By the name of the program. */
function groupCopies({ copies }: Question): Copies {
  const groups = new Map<string, Copy[]>();
  for (const copy of copies) {
    const known = groups.get(copy.program.name);
    if (known === undefined) groups.set(copy.program.name, [copy]);
    else known.push(copy);
  }
  return groups;
}

interface Weights {
  readonly ofUse: (program: Program, service: Service) => number;
  readonly ofBuffers: (program: Program) => number;
}

function weightsOf(system: System): Weights {
  const rates = new Map<Program, Map<Service, number>>();
  for (const program of [...system.services, ...system.clients]) {
    const sums = new Map<Service, number>();
    for (const { service, rate } of program.traffic) sums.set(service, (sums.get(service) ?? 0) + rate);
    rates.set(program, sums);
  }
  return {
    ofUse: (program, service) => rates.get(program)?.get(service) ?? 1,
    ofBuffers: (program) => [...(rates.get(program)?.values() ?? [])].reduce((sum, rate) => sum + rate, 0) || 1,
  };
}

function nearTerm(copy: Copy, target: NearTarget, copiesOf: Copies, around: Surroundings): Term {
  if (target.kind === "service") {
    return { kind: "nearService", copy, target, others: copiesOf.get(target.service) ?? [] };
  }
  const nearness = nearnessTo(target, around);
  const interrupted = target.kind === "device" ? computeReceivers(target.device) : [];
  const extra = (core: Core) => (interrupted.length === 0 || interrupted.includes(core) ? 0 : 1);
  return { kind: "near", copy, target, distance: (core) => bounded(nearness(core)) + extra(core) };
}

function bufferTerm(buffer: CopyBuffer, copiesOf: Copies, weights: Weights, around: Surroundings): Term {
  const { device, forwarded, readers } = buffer.buffer;
  const weight = weights.ofBuffers(buffer.copy.program);
  if (forwarded && device !== null) {
    const distance = remember((memory: Memory) => bounded(deviceToMemory(device.device, memory, around)));
    return { kind: "forwarded", buffer, distance, weight };
  }
  const own = readers.length === 0 || readers.every(({ program }) => program === buffer.copy.program.name);
  const copies = own ? [buffer.copy] : readers.flatMap(({ program }) => copiesOf.get(program) ?? []);
  const from = remember((memory: Memory) => coreToMemory(memory, around));
  return { kind: "read", buffer, readers: copies, distance: (core, memory) => bounded(from(memory)(core)), weight };
}

/** What no way is known to counts as a second away: far, but no further than can be added up. */
function bounded(picoseconds: number): number {
  return Math.min(picoseconds, 1e12);
}

function remember<Key extends object, Value>(compute: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return (key) => {
    const value = known.get(key) ?? compute(key);
    known.set(key, value);
    return value;
  };
}
