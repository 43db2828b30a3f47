import { type CoherenceDomain, type Core, type Link, type Machine, measuredLatencies } from "../../model/machine.ts";
import { coherenceStep, composeSteps, type LatencyAnswer, nominalSum } from "../latency/answer.ts";
import { chargedDomain, explainTransfer, quicker, transferSteps } from "../latency/line-transfer.ts";
import { computeDomainNeighbours, largestClique } from "./domain-neighbours.ts";
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
  const bySender: FabricHop[][] = machine.cores.map(() => []);
  const offer = (hop: FabricHop): void => void bySender[hop.from.index]?.push(hop);
  const measured = indexMeasurements(machine);
  for (const domain of machine.coherences) offerDomainHops(machine, domain, measured, offer);
  const answers = new Map<readonly Link[], Map<CoherenceDomain | null, LatencyAnswer>>();
  for (const neighbours of computeLinkNeighbours(machine)) offer(linkHop(machine, neighbours, measured, answers));
  return bySender.flatMap(keepQuickest);
}

/** Of the hops of one sender the quickest to each receiver, the first of equally quick ones. */
function keepQuickest(hops: FabricHop[]): readonly FabricHop[] {
  const sorted = hops.sort((a, b) => a.to.index - b.to.index || a.latency - b.latency);
  return sorted.filter((hop, index) => hop.to !== sorted[index - 1]?.to);
}

type Measured = (from: Core, to: Core) => number | null;

/** The first measured latency between two cores, whichever way it was measured. */
function indexMeasurements(machine: Machine): Measured {
  const key = (a: Core, b: Core): string => `${Math.min(a.index, b.index)} ${Math.max(a.index, b.index)}`;
  const times = new Map<string, number>();
  for (const { from, to, time } of measuredLatencies(machine)) {
    if ("isa" in to && !times.has(key(from, to))) times.set(key(from, to), time.picoseconds);
  }
  return (from, to) => times.get(key(from, to)) ?? null;
}

function offerDomainHops(
  machine: Machine,
  domain: CoherenceDomain,
  measured: Measured,
  offer: (hop: FabricHop) => void,
): void {
  const members = domain.members.filter((core) => core.online);
  const stated = composeSteps([coherenceStep(domain)]);
  const via = { domain };
  for (const [low, high] of neighboursAmong(members.length)) {
    const [a, b] = [members[low], members[high]];
    if (a === undefined || b === undefined) continue;
    offer(domainHop(machine, via, stated, a, b, measured));
    offer(domainHop(machine, via, stated, b, a, measured));
  }
}

const neighbourhoods = new Map<number, ReturnType<typeof computeDomainNeighbours>>();

/** The nodes of a machine are mostly of one size. */
function neighboursAmong(count: number): ReturnType<typeof computeDomainNeighbours> {
  const known = neighbourhoods.get(count) ?? computeDomainNeighbours(count);
  if (count <= largestClique) neighbourhoods.set(count, known);
  return known;
}

/** A domain that states no latency may still hold smaller ones and links that do. */
function domainHop(
  machine: Machine,
  via: { readonly domain: CoherenceDomain },
  stated: LatencyAnswer,
  from: Core,
  to: Core,
  measured: Measured,
): FabricHop {
  const answer = stated.picoseconds === null ? quicker(stated, explainTransfer(machine, to, from)) : stated;
  const { latency, basis } = judge(answer, from, to, measured);
  return { from, to, via, latency, basis, bandwidth: via.domain.bandwidth, answer };
}

/** Planes of one link cost the same wherever the line has to get across the same domain. */
function linkHop(
  machine: Machine,
  { from, to, links }: LinkNeighbours,
  measured: Measured,
  answers: Map<readonly Link[], Map<CoherenceDomain | null, LatencyAnswer>>,
): FabricHop {
  const domain = chargedDomain(machine, to, from);
  const known = answers.get(links) ?? new Map<CoherenceDomain | null, LatencyAnswer>();
  answers.set(links, known);
  const answer = known.get(domain) ?? composeSteps(transferSteps(machine, to, from, links));
  known.set(domain, answer);
  const { latency, basis } = judge(answer, from, to, measured);
  return { from, to, via: { links }, latency, basis, bandwidth: narrowest(links), answer };
}

function narrowest(links: readonly Link[]): number | null {
  let least: number | null = null;
  for (const { bandwidth } of links) if (bandwidth !== null) least = Math.min(least ?? bandwidth, bandwidth);
  return least;
}

function judge(answer: LatencyAnswer, from: Core, to: Core, measured: Measured): Pick<FabricHop, "latency" | "basis"> {
  if (answer.picoseconds !== null) return { latency: answer.picoseconds, basis: "composed" };
  const time = measured(from, to);
  if (time !== null) return { latency: time, basis: "measured" };
  return { latency: nominalSum(answer.steps), basis: "nominal" };
}
