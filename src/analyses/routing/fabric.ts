import type { CoherenceDomain, Core, Link, Machine } from "../../model/machine.ts";
import { coherenceStep, composeSteps, type LatencyAnswer, nominalSum } from "../latency/answer.ts";
import { explainTransfer, quicker, transferSteps } from "../latency/line-transfer.ts";
import { computeDomainNeighbours } from "./domain-neighbours.ts";
import { computeLinkNeighbours, type LinkNeighbours } from "./link-neighbours.ts";

/** One kernel handing a cache line to a neighbouring one. */
export interface FabricHop {
  readonly from: Core;
  readonly to: Core;
  /** Several links where switches without cores lie between. */
  readonly via: { readonly domain: CoherenceDomain } | { readonly links: readonly Link[] };
  /** Picoseconds. */
  readonly latency: number;
  /**
   * Where the latency is from: composed from the parts; else measured between these two cores; else nominal, at 100 ns
   * for every part that does not state one.
   */
  readonly basis: "composed" | "measured" | "nominal";
  /** Bytes per second of its narrowest stretch; null when unsaid. */
  readonly bandwidth: number | null;
  /** What the parts say. */
  readonly answer: LatencyAnswer;
}

/**
 * Which kernels are neighbours. Members of a coherence domain are (see {@link computeDomainNeighbours}), and pairs of
 * cores at the two ends of a link (see {@link computeLinkNeighbours}). The receiver fetches the line from the sender's
 * cache, so a hop costs what {@link explainTransfer} says of that. A kernel that forwards stores the line first: the
 * latency of a route is the sum of its hops. Of several ways between the same two cores the quickest is kept. Cores
 * that are offline take part in nothing. Hops are sorted by sender, then receiver.
 */
export function computeFabric(machine: Machine): readonly FabricHop[] {
  const best = new Map<number, FabricHop>();
  const offer = (hop: FabricHop): void => {
    const key = hop.from.index * machine.cores.length + hop.to.index;
    const known = best.get(key);
    if (known === undefined || hop.latency < known.latency) best.set(key, hop);
  };
  const measured = indexMeasurements(machine);
  for (const domain of machine.coherences) domainHops(machine, domain, measured).forEach(offer);
  for (const neighbours of computeLinkNeighbours(machine)) offer(linkHop(machine, neighbours, measured));
  return [...best.values()].sort((a, b) => a.from.index - b.from.index || a.to.index - b.to.index);
}

type Measured = (from: Core, to: Core) => number | null;

/** The first measured latency between two cores, whichever way it was measured. */
function indexMeasurements(machine: Machine): Measured {
  const key = (a: Core, b: Core): string => `${Math.min(a.index, b.index)} ${Math.max(a.index, b.index)}`;
  const times = new Map<string, number>();
  for (const { from, to, time } of machine.measurements) {
    if ("isa" in to && !times.has(key(from, to))) times.set(key(from, to), time.picoseconds);
  }
  return (from, to) => times.get(key(from, to)) ?? null;
}

function domainHops(machine: Machine, domain: CoherenceDomain, measured: Measured): readonly FabricHop[] {
  const members = domain.members.filter((core) => core.online);
  const stated = composeSteps([coherenceStep(domain)]);
  return computeDomainNeighbours(members.length).flatMap(([low, high]) => {
    const [a, b] = [members[low], members[high]];
    if (a === undefined || b === undefined) return [];
    return [domainHop(machine, domain, stated, a, b, measured), domainHop(machine, domain, stated, b, a, measured)];
  });
}

/** A domain that states no latency may still hold smaller ones and links that do. */
function domainHop(
  machine: Machine,
  domain: CoherenceDomain,
  stated: LatencyAnswer,
  from: Core,
  to: Core,
  measured: Measured,
): FabricHop {
  const answer = stated.picoseconds === null ? quicker(stated, explainTransfer(machine, to, from)) : stated;
  return { from, to, via: { domain }, ...judge(answer, measured(from, to)), bandwidth: domain.bandwidth, answer };
}

function linkHop(machine: Machine, { from, to, links }: LinkNeighbours, measured: Measured): FabricHop {
  const answer = composeSteps(transferSteps(machine, to, from, links));
  const bandwidths = links.map((link) => link.bandwidth).filter((bandwidth) => bandwidth !== null);
  const bandwidth = bandwidths.length === 0 ? null : Math.min(...bandwidths);
  return { from, to, via: { links }, ...judge(answer, measured(from, to)), bandwidth, answer };
}

function judge(answer: LatencyAnswer, measured: number | null): Pick<FabricHop, "latency" | "basis"> {
  if (answer.picoseconds !== null) return { latency: answer.picoseconds, basis: "composed" };
  if (measured !== null) return { latency: measured, basis: "measured" };
  return { latency: nominalSum(answer.steps), basis: "nominal" };
}
