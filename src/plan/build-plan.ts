import type { LinearSolver } from "../algorithms/linear-program.ts";
import { Memory } from "../algorithms/memory.ts";
import { planContexts } from "../analyses/decoding/contexts.ts";
import { DecodingNet } from "../analyses/decoding/net.ts";
import { computeFabric } from "../analyses/routing/fabric.ts";
import { treeCosts } from "../analyses/trees/costs.ts";
import { planDiagnostics } from "../diagnostics/catalogue/plan.ts";
import { type Diagnostic, diagnose, type Outcome } from "../diagnostics/diagnostic.ts";
import type { System } from "../model/deployment.ts";
import type { Description } from "../model/description.ts";
import type { Interface } from "../model/interface.ts";
import type { Machine } from "../model/machine.ts";
import type { Fabric, Plan, PlanInterface } from "./plan.ts";
import { readRoutes } from "./read-routes.ts";
import { buildBoot } from "./sections/boot.ts";
import { assertRoutes, buildFabric, buildRoutes, findCutOff, listColumns } from "./sections/fabric.ts";
import { grantsOfSystem } from "./sections/grants.ts";
import { findIncoherentBuffers } from "./sections/incoherent-buffers.ts";
import { buildInterface } from "./sections/interfaces.ts";
import { judgeReach } from "./sections/isolation.ts";
import { buildMachine } from "./sections/machine.ts";
import { findOverloads } from "./sections/overloads.ts";
import { buildProvenance } from "./sections/provenance.ts";
import { findSharedFates } from "./sections/shared-fates.ts";
import { buildSystem } from "./sections/system.ts";
import { buildTraffic } from "./sections/traffic.ts";
import { findUnshared } from "./sections/unshared.ts";
import { findWeakStates } from "./sections/weak-states.ts";
import { everySubject, type Subject, selectSubject } from "./select-subject.ts";

export interface PlanOptions {
  /** Which system to plan, when the description holds several. */
  readonly system?: string;
  /** Finds the best placement; without it, or when it is null because there is none, a heuristic finds a good one. */
  readonly solver?: LinearSolver | null;
}

/** Everything a plan says of a machine and what runs on it. */
type MachineHalf = Pick<Plan, "machine" | "fabric" | "routes" | "system" | "boot" | "traffic">;

const withoutMachine: MachineHalf = {
  machine: null,
  fabric: null,
  routes: null,
  system: null,
  boot: null,
  traffic: null,
};

const noSystem: Outcome<null> = { product: null, diagnostics: [] };

/** What stands in the way of a plan, whichever system or machine of the description one is asked for. */
export function judgePlans(description: Description): readonly Diagnostic[] {
  return everySubject(description).flatMap((subject) => planHalf(description, subject).diagnostics);
}

/** The plan of a description that has passed its checks; null with the reasons when none can be made. */
export function buildPlan(description: Description, options: PlanOptions): Outcome<Plan | null> {
  const selected = selectSubject(description, options.system);
  if ("code" in selected) return { product: null, diagnostics: [selected] };
  const half = planHalf(description, selected, options.solver);
  if (half.product === null) return { product: null, diagnostics: half.diagnostics };
  const plan: Plan = {
    format: "skerry-plan",
    version: 1,
    name: nameOf(description, selected),
    provenance: buildProvenance(description.files),
    interfaces: buildInterfaces(description),
    ...half.product,
  };
  return { product: plan, diagnostics: half.diagnostics };
}

const planned = new Memory<Interface, PlanInterface>();

/** An interface names others by their place among all: as long as they stand in the same order, its plan holds on. */
function buildInterfaces({ interfaces }: Description): readonly PlanInterface[] {
  const order = interfaces.map(({ name }) => name).join(" ");
  return interfaces.map((one) => planned.recall(one, () => buildInterface(one, interfaces), order));
}

function planHalf(
  description: Description,
  { machine, system }: Subject,
  solver?: LinearSolver | null,
): Outcome<MachineHalf | null> {
  if (machine === null) return { product: withoutMachine, diagnostics: [] };
  return planMachine(machine, system, description, solver);
}

function nameOf({ interfaces }: Description, { system, machine }: Subject): string {
  return system?.name ?? machine?.name ?? interfaces[0]?.name ?? "nothing";
}

function planMachine(
  machine: Machine,
  system: System | null,
  { interfaces }: Description,
  solver: LinearSolver | null | undefined,
): Outcome<MachineHalf | null> {
  if (!machine.cores.some((core) => core.online)) {
    const facts = { machine: machine.name };
    return { product: null, diagnostics: [diagnose(planDiagnostics.noCoreOnline, machine.span, facts)] };
  }
  const hops = computeFabric(machine);
  const fabric = buildFabric(hops);
  const columns = listColumns(hops);
  const { product: routes, diagnostics: tooLarge } = buildRoutes(machine, hops, columns);
  if (routes === null) return { product: null, diagnostics: tooLarge };
  const cutOff = findCutOff(machine, routes);
  if (cutOff !== null) return { product: null, diagnostics: [cutOff] };
  assertRoutes(machine, hops, columns, routes);
  const { nextHop, latency } = readRoutes(routes);
  const costs = treeCosts({ machine, hops, nextHop });
  const { product: placed, diagnostics } =
    system === null
      ? noSystem
      : buildSystem({ system, interfaces, latency, leastTime: leastTimeOf(fabric), costs, solver });
  if (placed === null && system !== null) return { product: null, diagnostics };
  const contexts = planContexts(machine, grantsOfSystem(machine, system, placed));
  const faults = judgeReach(system, placed, new DecodingNet(contexts));
  if (faults.length > 0) return { product: null, diagnostics: [...diagnostics, ...faults] };
  const laidOut = { machine, hops, fabric, routes, system: placed, interfaces };
  const boot = buildBoot(laidOut);
  const traffic = buildTraffic({ system, placed, hops, nextHop, boot, costs });
  return {
    product: {
      machine: buildMachine(machine, contexts),
      fabric,
      routes,
      system: placed,
      boot,
      traffic,
    },
    diagnostics: [
      ...diagnostics,
      ...findOverloads(system, traffic),
      ...findUnshared(system, laidOut),
      ...findSharedFates(system, placed),
      ...findIncoherentBuffers(system, placed),
      ...findWeakStates({ system, placed, fabric, nextHop, costs }),
    ],
  };
}

function leastTimeOf({ hops }: Fabric): number {
  return hops.reduce((least, { latency }) => Math.min(least, latency), hops[0]?.latency ?? 0);
}
