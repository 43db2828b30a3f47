import { bisect } from "../../algorithms/bisect.ts";
import type { FabricHop } from "../../analyses/routing/fabric.ts";
import { invariant } from "../../diagnostics/invariant.ts";
import type { Interface } from "../../model/interface.ts";
import type { Machine } from "../../model/machine.ts";
import type { PlanProgram, PlanSystem, Routes } from "../plan.ts";
import { readRoutes } from "../read-routes.ts";

/** What the shared segment is laid out from. */
export interface SegmentInput {
  readonly machine: Machine;
  readonly hops: readonly FabricHop[];
  readonly routes: Routes;
  readonly system: PlanSystem | null;
  /** As the plan numbers them. */
  readonly interfaces: readonly Interface[];
  /** Messages a binding may have under way in each direction. */
  readonly window: number;
  /** First free byte of the segment. */
  readonly start: number;
}

/** An instance of a program bound to an instance of a service. */
export interface PlacedBinding {
  readonly program: string;
  readonly instance: number;
  readonly service: string;
  readonly serviceInstance: number;
  /** Core of the program. */
  readonly from: number;
  /** Core of the service. */
  readonly to: number;
  /** Index of the interface. */
  readonly served: number | null;
}

/** Every binding of a system. */
export function bindingsOf(system: PlanSystem | null): readonly PlacedBinding[] {
  if (system === null) return [];
  return [...system.services, ...system.clients].flatMap((program) => bindingsOfProgram(program, system));
}

function bindingsOfProgram({ name, uses, instances }: PlanProgram, { services }: PlanSystem): readonly PlacedBinding[] {
  return instances.flatMap(({ core, bindings }, instance) =>
    uses.map((use, index) => {
      const service = services[use];
      const serviceInstance = bindings[index] ?? 0;
      const to = service?.instances[serviceInstance]?.core;
      invariant(service !== undefined && to !== undefined, `${name} is bound to what is not in the plan`);
      const binding = { program: name, instance, service: service.name, serviceInstance };
      return { ...binding, from: core, to, served: service.interface };
    }),
  );
}

/** Whether either of two cores reads what the other has stored. */
export function shareMemory(input: Pick<SegmentInput, "hops" | "routes">, one: number, other: number): boolean {
  return reaches(input, one, other) && reaches(input, other, one);
}

/** Whether every hop on the way moves cache lines. */
function reaches({ hops, routes }: Pick<SegmentInput, "hops" | "routes">, from: number, to: number): boolean {
  const { nextHop } = readRoutes(routes);
  for (let at = from; at !== to; ) {
    const next = nextHop(at, to);
    const hop = hops[bisect(hops, ({ from, to }) => from.index - at || to.index - next)];
    if (hop === undefined || !movesLines(hop)) return false;
    at = next;
  }
  return true;
}

/** A link that interrupts, loses, reorders or broadcasts what it transfers carries messages, not loads and stores. */
function movesLines({ via, from }: FabricHop): boolean {
  if ("domain" in via) return true;
  return via.links.every(({ interconnect: { ordered, reliable, broadcast, notification, transferBytes } }) => {
    return ordered && reliable && !broadcast && notification === "polled" && transferBytes <= from.isa.lineBytes;
  });
}
