import type { Failure } from "../../analyses/failure/compute-failure.ts";
import type { Plan, PlanInstance, PlanProgram, PlanSystem } from "../../plan/plan.ts";
import { readRoutes } from "../../plan/route-reader.ts";

/** What a failure leaves of a program. */
export interface FailingProgram {
  readonly name: string;
  /** Cores of the copies that are lost, and of those that remain. */
  readonly lost: readonly string[];
  readonly remain: readonly string[];
  /** Copies that remain, whose service was lost and is served from elsewhere now. */
  readonly rebound: readonly Rebinding[];
  /** Copies that remain, and have nobody left who serves them. */
  readonly unserved: readonly { readonly core: string; readonly service: string }[];
  /** Copies that remain without a device they drive, or without the memory of a buffer. */
  readonly deprived: readonly Deprivation[];
}

export interface Deprivation {
  readonly core: string;
  readonly lost: "device" | "buffer";
  /** The device's path, or the buffer's name. */
  readonly name: string;
  /** Where the buffer lay; null for a device. */
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

/** Every program of the system, services first. */
export function programsAfter(plan: Plan, failure: Failure): readonly FailingProgram[] {
  const { system } = plan;
  if (system === null) return [];
  return [...system.services, ...system.clients].map((program) => programAfter(program, system, plan, failure));
}

function programAfter(program: PlanProgram, system: PlanSystem, plan: Plan, failure: Failure): FailingProgram {
  const isLost = livesOn(failure);
  const remaining = program.instances.filter(({ core }) => !isLost(core));
  const loose = remaining.flatMap((instance) => looseBindings(program, instance, system, failure));
  const name = (core: number) => nameOfCore(plan, core);
  return {
    name: program.name,
    lost: program.instances.filter(({ core }) => isLost(core)).map(({ core }) => name(core)),
    remain: remaining.map(({ core }) => name(core)),
    rebound: loose.flatMap((binding) => rebind(binding, plan, failure) ?? []),
    unserved: loose.flatMap(({ core, service, to }) =>
      to === null ? [{ core: name(core), service: service.name }] : [],
    ),
    deprived: remaining.flatMap((instance) => deprivationsOf(program, instance, plan, failure)),
  };
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
  { services }: PlanSystem,
  failure: Failure,
): readonly LooseBinding[] {
  const isLost = livesOn(failure);
  return program.uses.flatMap((used, index) => {
    const service = services[used];
    const bound = service?.instances[bindings[index] ?? 0];
    if (service === undefined || bound === undefined) return [];
    if (!isLost(bound.core) && reaches(failure, core, bound.core)) return [];
    return [{ core, service, from: bound.core, to: nearest(service, core, failure) }];
  });
}

function rebind({ core, service, from, to }: LooseBinding, plan: Plan, failure: Failure): Rebinding | null {
  if (to === null) return null;
  const name = (one: number) => nameOfCore(plan, one);
  const before = plan.routes === null ? -1 : readRoutes(plan.routes).latency(core, from);
  const after = failure.latencyAfter(core, to);
  return { core: name(core), service: service.name, from: name(from), to: name(to), before, after };
}

function deprivationsOf(
  { drives, buffers }: PlanProgram,
  instance: PlanInstance,
  plan: Plan,
  { loss }: Failure,
): readonly Deprivation[] {
  const { machine } = plan;
  const core = nameOfCore(plan, instance.core);
  const [devices, memories] = [indicesOf(loss.devices), indicesOf(loss.memories)];
  return [
    ...drives
      .filter((device) => devices.has(device))
      .map((device): Deprivation => {
        return { core, lost: "device", name: machine?.devices[device]?.path ?? "", memory: null };
      }),
    ...instance.buffers.flatMap(({ memory }, index): readonly Deprivation[] => {
      if (!memories.has(memory)) return [];
      const lay = machine?.memories[memory]?.path ?? "";
      return [{ core, lost: "buffer", name: buffers[index]?.name ?? "", memory: lay }];
    }),
  ];
}

function indicesOf(elements: Iterable<{ readonly index: number }>): ReadonlySet<number> {
  return new Set(Array.from(elements, ({ index }) => index));
}

function livesOn({ lostCores }: Failure): (core: number) => boolean {
  const lost = new Set(lostCores.map(({ index }) => index));
  return (core) => lost.has(core);
}

function reaches({ latencyAfter }: Failure, from: number, to: number): boolean {
  return latencyAfter(from, to) !== -1 && latencyAfter(to, from) !== -1;
}

/** The core of the copy that is nearest of those a core can still talk to; null when there is none. */
function nearest({ instances }: PlanProgram, from: number, failure: Failure): number | null {
  const isLost = livesOn(failure);
  const left = instances.map(({ core }) => core).filter((core) => !isLost(core) && reaches(failure, from, core));
  const sorted = left.sort((a, b) => failure.latencyAfter(from, a) - failure.latencyAfter(from, b) || a - b);
  return sorted[0] ?? null;
}
