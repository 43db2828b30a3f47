import type { Failure } from "../../analyses/failure/compute-failure.ts";
import type { Program } from "../../model/deployment.ts";
import type { Device, Machine, Memory } from "../../model/machine.ts";
import type { Plan, PlanInstance, PlanProgram, PlanSystem } from "../../plan/plan.ts";
import { readRoutes } from "../../plan/read-routes.ts";

/** What a failure leaves of a program. */
export interface FailingProgram {
  readonly name: string;
  /** Cores of the copies that are lost, and of those that remain. */
  readonly lost: readonly string[];
  readonly remain: readonly string[];
  /** Of every copy that is lost. */
  readonly causes: readonly Cause[];
  /** Copies that remain, whose service was lost and is served from elsewhere now. */
  readonly rebound: readonly Rebinding[];
  /** Copies that remain, and have nobody left who serves them. */
  readonly unserved: readonly { readonly core: string; readonly service: string }[];
  /** Copies that remain without a device. */
  readonly deprived: readonly Deprivation[];
}

/** Why a copy is lost. */
export interface Cause {
  readonly core: string;
  /** With its core; with the memory that its kernel lay in; or with that of a buffer. */
  readonly with: "core" | "kernel" | "buffer";
  /** The buffer; null for all else. */
  readonly buffer: string | null;
  /** The memory; null for a core. */
  readonly memory: string | null;
  /** Whether the memory is lost itself; else no access gets there any more. */
  readonly isMemoryLost: boolean;
}

export interface Deprivation {
  readonly core: string;
  /** A device that it drives, or is to be near; or one that no longer reaches a buffer which it is to fill or empty. */
  readonly lost: "device" | "near" | "path";
  readonly device: string;
  /** The buffer and its memory; null unless the device no longer gets there. */
  readonly buffer: string | null;
  readonly memory: string | null;
}

export interface Rebinding {
  readonly core: string;
  readonly service: string;
  /** Cores of the copy it was bound to, and of the nearest that it can still reach. */
  readonly from: string;
  readonly to: string;
  /** Picoseconds of a message there. */
  readonly before: number;
  readonly after: number;
}

/** What a failure is judged against. */
interface Around {
  readonly plan: Plan;
  readonly system: PlanSystem;
  readonly machine: Machine;
  /** As declared. */
  readonly programs: readonly Program[];
  readonly failure: Failure;
}

/** Every program of the system, services first. */
export function programsAfter(
  plan: Plan,
  machine: Machine,
  programs: readonly Program[],
  failure: Failure,
): readonly FailingProgram[] {
  const { system } = plan;
  if (system === null) return [];
  const around = { plan, system, machine, programs, failure };
  return [...system.services, ...system.clients].map((program) => programAfter(program, around));
}

function programAfter(program: PlanProgram, around: Around): FailingProgram {
  const { plan } = around;
  const name = (core: number) => nameOfCore(plan, core);
  const causes = program.instances.map((instance) => causeOf(program, instance, around));
  const remaining = program.instances.filter((_, index) => causes[index] === null);
  const loose = remaining.flatMap((instance) => looseBindings(program, instance, around));
  return {
    name: program.name,
    lost: program.instances.filter((_, index) => causes[index] !== null).map(({ core }) => name(core)),
    remain: remaining.map(({ core }) => name(core)),
    causes: causes.flatMap((cause) => cause ?? []),
    rebound: loose.flatMap((binding) => rebind(binding, around) ?? []),
    unserved: loose.flatMap(({ core, service, to }) =>
      to === null ? [{ core: name(core), service: service.name }] : [],
    ),
    deprived: remaining.flatMap((instance) => deprivationsOf(program, instance, around)),
  };
}

/** Why a copy is lost; null for one that remains. */
function causeOf({ buffers }: PlanProgram, instance: PlanInstance, around: Around): Cause | null {
  const { failure, machine, plan } = around;
  const { loss, lostCores, stranded, reaches } = failure;
  const core = nameOfCore(plan, instance.core);
  if (lostCores.some(({ index }) => index === instance.core))
    return { core, with: "core", buffer: null, memory: null, isMemoryLost: false };
  const found = (kind: "kernel" | "buffer", buffer: string | null, memory: Memory): Cause => {
    return { core, with: kind, buffer, memory: memory.path, isMemoryLost: loss.memories.has(memory) };
  };
  const kernel = stranded.find((each) => each.core.index === instance.core);
  if (kernel !== undefined) return found("kernel", null, kernel.memory);
  const reader = machine.cores[instance.core];
  for (const [index, { memory: number }] of instance.buffers.entries()) {
    const memory = machine.memories[number];
    if (memory === undefined || reader === undefined || reaches(reader, memory)) continue;
    return found("buffer", buffers[index]?.name ?? "", memory);
  }
  return null;
}

function nameOfCore({ machine }: Plan, core: number): string {
  return machine?.cores[core]?.path ?? "";
}

/** A binding whose other end is lost or out of reach. */
interface LooseBinding {
  readonly core: number;
  readonly service: PlanProgram;
  readonly from: number;
  /** The nearest core that serves still and can be reached; null when there is none. */
  readonly to: number | null;
}

function looseBindings(
  program: PlanProgram,
  { core, bindings }: PlanInstance,
  around: Around,
): readonly LooseBinding[] {
  return program.uses.flatMap((used, index) => {
    const service = around.system.services[used];
    const bound = service?.instances[bindings[index] ?? 0];
    if (service === undefined || bound === undefined) return [];
    if (serves(service, bound, core, around)) return [];
    return [{ core, service, from: bound.core, to: nearest(service, core, around) }];
  });
}

function rebind({ core, service, from, to }: LooseBinding, { plan, failure }: Around): Rebinding | null {
  if (to === null) return null;
  const name = (one: number) => nameOfCore(plan, one);
  const before = plan.routes === null ? -1 : readRoutes(plan.routes).latency(core, from);
  const after = failure.latencyAfter(core, to);
  return { core: name(core), service: service.name, from: name(from), to: name(to), before, after };
}

function deprivationsOf(program: PlanProgram, instance: PlanInstance, around: Around): readonly Deprivation[] {
  const { machine, failure, plan } = around;
  const core = nameOfCore(plan, instance.core);
  const isLost = (device: Device): boolean => failure.loss.devices.has(device);
  const driven = program.drives.flatMap((index) => machine.devices[index] ?? []);
  const near = devicesNear(program, around).filter((device) => !driven.includes(device));
  const without = (lost: "device" | "near") => (device: Device) => {
    return { core, lost, device: device.path, buffer: null, memory: null };
  };
  return [
    ...driven.filter(isLost).map(without("device")),
    ...near.filter(isLost).map(without("near")),
    ...pathsLost(program, instance, core, around),
  ];
}

/** Devices that it asks to be placed near to. */
function devicesNear({ name }: PlanProgram, { programs }: Around): readonly Device[] {
  const wishes = programs.find((program) => program.name === name)?.wishes ?? [];
  return wishes.flatMap((wish) => (wish.kind === "near" && wish.target.kind === "device" ? [wish.target.device] : []));
}

/** Buffers that their devices no longer get at, though both are there. */
function pathsLost(
  { buffers }: PlanProgram,
  instance: PlanInstance,
  core: string,
  { machine, failure }: Around,
): readonly Deprivation[] {
  return instance.buffers.flatMap(({ memory: number }, index): readonly Deprivation[] => {
    const buffer = buffers[index];
    const [device, memory] = [machine.devices[buffer?.device ?? -1], machine.memories[number]];
    if (buffer === undefined || device === undefined || memory === undefined) return [];
    if (failure.loss.devices.has(device) || failure.reaches(device, memory)) return [];
    return [{ core, lost: "path", device: device.path, buffer: buffer.name, memory: memory.path }];
  });
}

/** Whether a copy remains, and messages get from a core to it and back. */
function serves(service: PlanProgram, instance: PlanInstance, from: number, around: Around): boolean {
  const { latencyAfter } = around.failure;
  if (causeOf(service, instance, around) !== null) return false;
  return latencyAfter(from, instance.core) !== -1 && latencyAfter(instance.core, from) !== -1;
}

/** The core of the copy that is nearest of those a core can still talk to; null when there is none. */
function nearest(service: PlanProgram, from: number, around: Around): number | null {
  const time = (core: number): number => around.failure.latencyAfter(from, core);
  const left = service.instances.filter((instance) => serves(service, instance, from, around));
  const sorted = left.map(({ core }) => core).sort((a, b) => time(a) - time(b) || a - b);
  return sorted[0] ?? null;
}
