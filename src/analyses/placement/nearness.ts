import type { NearTarget } from "../../model/deployment.ts";
import type { Core, Machine } from "../../model/machine.ts";
import { linkStep, nominalSum } from "../latency/answer.ts";
import { linkGraphOf, quickestLinks } from "../latency/link-graph.ts";
import { attachmentOf, enclosingParts, homeOf, type Place } from "../latency/places.ts";
import { messageTime, type Placement, type RouteLatency } from "./placement.ts";

/** Picoseconds from a core to what a program wants to be near; `Infinity` when no way is known. */
export type Nearness = (core: Core) => number;

/** What nearness is measured against. */
export interface Surroundings {
  readonly machine: Machine;
  readonly latency: RouteLatency;
  /** As far as it is decided. */
  readonly placement: Placement;
}

/**
 * How near a core is to a target. A device is where it is attached, a memory in its part; what lies in the same part as
 * the core is 0 away, and other parts as far as the quickest message to one of their cores. To a service it is the
 * quickest message to one of its instances; while that has none it is 0 from everywhere.
 */
export function nearnessTo(target: NearTarget, around: Surroundings): Nearness {
  const { population } = linkGraphOf(around.machine);
  switch (target.kind) {
    case "core":
      return toPlace({ kind: "core", core: target.core }, around);
    case "part":
      return toPlace({ kind: "part", part: target.part }, around);
    case "memory":
      return toPlace({ kind: "part", part: homeOf(target.memory.part, population) }, around);
    case "device":
      return toPlace(attachmentOf(target.device, population), around);
    case "service":
      return toCores(coresOfService(target.service, around.placement), around.latency);
  }
}

/** The cores a service runs on; none when it is not placed yet. */
export function coresOfService(name: string, placement: Placement): readonly Core[] {
  for (const [program, placed] of placement) {
    if (program.name === name && "interface" in program) return placed.map(({ core }) => core);
  }
  return [];
}

/** What a target is called in the description. */
export function nameOfTarget(target: NearTarget): string {
  switch (target.kind) {
    case "core":
      return target.core.path;
    case "memory":
      return target.memory.path;
    case "device":
      return target.device.path;
    case "part":
      return target.part.path;
    case "service":
      return target.service;
  }
}

function toCores(cores: readonly Core[], latency: RouteLatency): Nearness {
  if (cores.length === 0) return () => 0;
  return (core) => Math.min(...cores.map((other) => messageTime(latency, core, other)));
}

function toPlace(place: Place, { machine, latency }: Surroundings): Nearness {
  if (place.kind === "core") return (core) => messageTime(latency, core, place.core);
  const graph = linkGraphOf(machine);
  const cores = place.kind === "part" ? (graph.population.get(place.part) ?? []) : [];
  const outside = cores.some((core) => core.online)
    ? toCores(
        cores.filter((core) => core.online),
        latency,
      )
    : (core: Core) => timeOverLinks(quickestLinks(graph, { kind: "core", core }, place));
  return (core) => (place.kind === "part" && enclosingParts(core.part).includes(place.part) ? 0 : outside(core));
}

function timeOverLinks(links: ReturnType<typeof quickestLinks>): number {
  return links === null ? Number.POSITIVE_INFINITY : nominalSum(links.map(linkStep));
}
