import { computeFailure, type Failure } from "../../analyses/failure/compute-failure.ts";
import type { Detour } from "../../analyses/failure/detours.ts";
import type { System } from "../../model/deployment.ts";
import type { Machine } from "../../model/machine.ts";
import type { Plan } from "../../plan/plan.ts";
import { readRoutes } from "../../plan/read-routes.ts";
import type { Compiled } from "../compile-files.ts";
import type { Failing } from "./failing.ts";
import { type FailingObject, objectsAfter } from "./failing-objects.ts";
import { type FailingProgram, programsAfter } from "./failing-programs.ts";
import { kernelsOf } from "./kernel-ways.ts";

/** What a failure does, by paths. */
export interface FailureAnswer {
  readonly fails: string;
  readonly kind: string;
  readonly lost: {
    readonly cores: readonly string[];
    readonly memories: readonly string[];
    /** Of the memories that are lost. */
    readonly bytes: number;
    readonly devices: readonly string[];
    readonly controllers: readonly string[];
    readonly links: readonly string[];
    /** Domains within the one that fails. */
    readonly domains: readonly string[];
  };
  /** Cores that remain without a kernel: the memory in which that lay is lost or out of reach. */
  readonly stranded: readonly { readonly core: string; readonly memory: string; readonly hasOther: boolean }[];
  /** How many cores remain with their kernels; where they cannot all reach each other, the islands they fall into. */
  readonly remain: number;
  readonly islands: readonly (readonly string[])[];
  readonly routes: Omit<Failure["detours"], "worst"> & {
    readonly worst: readonly {
      readonly from: string;
      readonly to: string;
      readonly before: number;
      readonly after: number;
    }[];
  };
  readonly unheard: readonly string[];
  readonly programs: readonly FailingProgram[];
  readonly objects: readonly FailingObject[];
}

export function answerFor(failing: Failing, machine: Machine, { plan, description }: Compiled): FailureAnswer {
  const before = plan.routes === null ? noRoutes : readRoutes(plan.routes);
  const failure = computeFailure(machine, failing.elements, before, kernelsOf(plan));
  const { loss, lostCores, stranded, survivors, islands, detours, unheard } = failure;
  const memories = [...loss.memories];
  return {
    fails: failing.path,
    kind: failing.kind,
    lost: {
      cores: pathsOf(lostCores),
      memories: pathsOf(memories),
      bytes: memories.reduce((sum, { size }) => sum + size, 0),
      devices: pathsOf(loss.devices),
      controllers: pathsOf(loss.controllers),
      links: pathsOf(loss.links),
      domains: pathsOf(failing.domains),
    },
    stranded: stranded.map(({ core, memory, hasOther }) => ({ core: core.path, memory: memory.path, hasOther })),
    remain: survivors.length,
    islands: islands.length > 1 ? islands.map(pathsOf) : [],
    routes: { ...detours, worst: detours.worst.map(describeDetour) },
    unheard: pathsOf(unheard),
    programs: programsAfter(plan, machine, programsOf(plan, description.systems), failure),
    objects: objectsAfter(plan, machine, failure),
  };
}

function programsOf({ system }: Plan, systems: readonly System[]) {
  const planned = systems.find(({ name }) => name === system?.name);
  return planned === undefined ? [] : [...planned.services, ...planned.clients];
}

const noRoutes = { nextHop: () => -1, latency: () => -1 };

function pathsOf(elements: Iterable<{ readonly path: string }>): readonly string[] {
  return Array.from(elements, ({ path }) => path);
}

function describeDetour({ from, to, before, after }: Detour) {
  return { from: from.path, to: to.path, before, after };
}
