import type { Program, Service, System } from "../../model/deployment.ts";
import type { Core } from "../../model/machine.ts";
import type { Copy } from "./copies.ts";
import type { Decision } from "./decide.ts";
import { type Nearness, nearnessTo } from "./nearness.ts";
import { nearTargets } from "./openings.ts";
import { messageTime, type Placement, type RouteLatency } from "./placement.ts";

/** Where a copy of a service could lie as well, all others being where they are. */
export interface OtherPlaces {
  /** Some of them, the best first. */
  readonly best: readonly Core[];
  /** All of them, and its own, by index. */
  readonly cores: readonly Core[];
}

/** How many are listed by how good they are. */
const mostListed = 8;
/** How many are compared: those nearest in number. */
const mostCompared = 512;

/** What other places there are for a service that moves while the system runs; by its wishes, the rules of all, and what is isolated. */
export function findOtherPlaces(
  copy: Copy,
  service: Service,
  system: System,
  placed: { readonly decision: Decision; readonly placement: Placement },
  latency: RouteLatency,
): OtherPlaces {
  const { seating } = placed.decision;
  const own = seating.coreOf(copy);
  if (own === null || copy.cores.length < 2) return { best: [], cores: [] };
  seating.take(copy);
  const allowed = copy.cores.filter((core) => core === own || seating.allows(copy, core));
  seating.put(copy, own);
  const others = allowed.filter((core) => core !== own);
  const near = others.toSorted((a, b) => Math.abs(a.index - own.index) - Math.abs(b.index - own.index));
  const costs = costsOf(service, system, placed.placement, latency);
  const compared = near.slice(0, mostCompared).map((core) => ({ core, cost: costs(core), load: seating.loadOf(core) }));
  const ranked = compared.sort((a, b) => a.cost - b.cost || a.load - b.load || a.core.index - b.core.index);
  const cores = allowed.toSorted((a, b) => a.index - b.index);
  return { best: ranked.slice(0, mostListed).map(({ core }) => core), cores };
}

/** Picoseconds to what it wants to be near, and of a message each way between it and whom it talks to. */
function costsOf(service: Service, system: System, placement: Placement, latency: RouteLatency): Nearness {
  const around = { machine: system.machine, latency, placement };
  const wishes = nearTargets(service).map((target) => nearnessTo(target, around));
  const used = new Set<Program>(service.uses.map((use) => use.service));
  const partners = [...placement].flatMap(([program, copies]) => {
    const talks = used.has(program);
    const isCaller = program.uses.some((use) => use.service === service);
    return talks || isCaller ? copies.map(({ core }) => core) : [];
  });
  return (core) => {
    const wished = wishes.reduce((sum, nearness) => sum + nearness(core), 0);
    const there = (other: Core): number => messageTime(latency, core, other) + messageTime(latency, other, core);
    return wished + partners.reduce((sum, other) => sum + there(other), 0);
  };
}
