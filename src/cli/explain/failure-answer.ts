import { computeFailure, type Failure } from "../../analyses/failure/compute-failure.ts";
import type { Detour } from "../../analyses/failure/detours.ts";
import type { NextHop } from "../../analyses/failure/ways.ts";
import type { Machine } from "../../model/machine.ts";
import type { Plan } from "../../plan/plan.ts";
import { readRoutes, readRoutesWithout } from "../../plan/route-reader.ts";
import type { Failing } from "./failing.ts";
import { type FailingProgram, programsAfter } from "./failing-programs.ts";

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
  /** How many cores remain; where they cannot all reach each other, the islands they fall into. */
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
}

export function answerFor(failing: Failing, machine: Machine, plan: Plan): FailureAnswer {
  const before = plan.routes === null ? noRoutes : readRoutes(plan.routes);
  const failure = computeFailure(machine, failing.elements, before, tablesWithout(failing, plan));
  const { loss, lostCores, survivors, islands, detours, unheard } = failure;
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
    remain: survivors.length,
    islands: islands.length > 1 ? islands.map(pathsOf) : [],
    routes: { ...detours, worst: detours.worst.map(describeDetour) },
    unheard: pathsOf(unheard),
    programs: programsAfter(plan, failure),
  };
}

/** What kernels go by once a single link or core is lost; null where that was not worked out, and for more than one. */
function tablesWithout({ elements }: Failing, { routes, fabric }: Plan): NextHop | null {
  const [only, ...others] = elements;
  if (routes === null || fabric === null || only === undefined || others.length > 0) return null;
  if (only.kind !== "link" && only.kind !== "core") return null;
  const lost = only.kind === "link" ? { link: only.link.index } : { core: only.core.index };
  return readRoutesWithout(routes, lost, fabric)?.nextHop ?? null;
}

const noRoutes = { nextHop: () => -1, latency: () => -1 };

function pathsOf(elements: Iterable<{ readonly path: string }>): readonly string[] {
  return Array.from(elements, ({ path }) => path);
}

function describeDetour({ from, to, before, after }: Detour) {
  return { from: from.path, to: to.path, before, after };
}
