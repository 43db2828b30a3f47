import type { Program, Service, System } from "../../model/deployment.ts";
import type { Core } from "../../model/machine.ts";
import { messageTime, type Placement, type RouteLatency } from "./placement.ts";

/** By program, by instance, by `uses`: the instance of the service it is bound to. */
export type Bindings = ReadonlyMap<Program, readonly (readonly number[])[]>;

/**
 * Binds each instance to the nearest instance of every service it uses, by the time of a message to it. Of equally near
 * ones it takes the one with the fewest bindings so far, then the first.
 */
export function bindClients(system: System, placement: Placement, latency: RouteLatency): Bindings {
  const bound = new Map<Service, number[]>();
  const bind = (service: Service, core: Core): number => {
    const instances = placement.get(service) ?? [];
    const counts = bound.get(service) ?? instances.map(() => 0);
    bound.set(service, counts);
    const cost = instances.map((instance) => messageTime(latency, core, instance.core));
    const best = pickLeast(cost, counts);
    counts[best] = (counts[best] ?? 0) + 1;
    return best;
  };
  const programs: readonly Program[] = [...system.services, ...system.clients];
  return new Map(
    programs.map((program) => [
      program,
      (placement.get(program) ?? []).map(({ core }) => program.uses.map(({ service }) => bind(service, core))),
    ]),
  );
}

function pickLeast(cost: readonly number[], counts: readonly number[]): number {
  let best = 0;
  cost.forEach((value, index) => {
    const least = cost[best] ?? 0;
    if (value < least || (value === least && (counts[index] ?? 0) < (counts[best] ?? 0))) best = index;
  });
  return best;
}
