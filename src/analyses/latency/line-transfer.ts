import type { CoherenceDomain, Core, Link, Machine } from "../../model/machine.ts";
import {
  coherenceStep,
  composeSteps,
  type LatencyAnswer,
  type LatencyStep,
  linkStep,
  unknownLatency,
} from "./answer.ts";
import { linkGraphOf, quickestLinks } from "./link-graph.ts";

const domainsOf = new WeakMap<Machine, ReadonlyMap<Core, readonly CoherenceDomain[]>>();

/** The coherence domains a core is a member of. */
export function coherenceDomainsOf(machine: Machine, core: Core): readonly CoherenceDomain[] {
  const known = domainsOf.get(machine) ?? indexDomains(machine);
  domainsOf.set(machine, known);
  return known.get(core) ?? [];
}

function indexDomains(machine: Machine): ReadonlyMap<Core, readonly CoherenceDomain[]> {
  const byCore = new Map<Core, CoherenceDomain[]>(machine.cores.map((core) => [core, []]));
  for (const domain of machine.coherences) for (const core of domain.members) byCore.get(core)?.push(domain);
  return byCore;
}

/**
 * What it costs `reader` to fetch a line that lies in the cache of `owner`. Within a coherence domain: the domain's
 * latency; where several domains hold both, the quickest. Across links: the line leaves the owner's cache once, at the
 * latency of the owner's own domain, and then crosses each link of the quickest way. Where both are possible the
 * quicker one counts; what is known goes before what is not.
 */
export function explainTransfer(machine: Machine, reader: Core, owner: Core): LatencyAnswer {
  if (reader === owner) return { picoseconds: 0, steps: [], reason: null };
  const shared = coherenceDomainsOf(machine, owner).filter((domain) => domain.members.includes(reader));
  const links = quickestLinks(linkGraphOf(machine), { kind: "core", core: reader }, { kind: "core", core: owner });
  const answers = shared.map((domain) => composeSteps([coherenceStep(domain)]));
  if (links !== null) answers.push(composeSteps(transferSteps(machine, reader, owner, links)));
  const [first, ...others] = answers;
  if (first === undefined) {
    return unknownLatency(`Neither a coherence domain nor a way over links joins ${reader.path} to ${owner.path}.`);
  }
  return others.reduce(quicker, first);
}

/**
 * The steps of fetching a line over given links. The coherence domain charged is the largest of the owner's that ends
 * before the reader: the line has to get across all of it. An owner that is in no such domain, alone in its package,
 * adds nothing: the link's latency is then the whole.
 */
export function transferSteps(
  machine: Machine,
  reader: Core,
  owner: Core,
  links: readonly Link[],
): readonly LatencyStep[] {
  const charged = chargedDomain(machine, reader, owner);
  return [...(charged === null ? [] : [coherenceStep(charged)]), ...links.map(linkStep)];
}

/** The largest coherence domain that the owner is a member of and the reader is not; null when there is none. */
export function chargedDomain(machine: Machine, reader: Core, owner: Core): CoherenceDomain | null {
  let largest: CoherenceDomain | null = null;
  for (const domain of coherenceDomainsOf(machine, owner)) {
    if (domain.members.includes(reader)) continue;
    if (largest === null || domain.members.length > largest.members.length) largest = domain;
  }
  return largest;
}

/** The quicker of two answers, the first when there is nothing to choose. */
export function quicker(a: LatencyAnswer, b: LatencyAnswer): LatencyAnswer {
  return (b.picoseconds ?? Number.POSITIVE_INFINITY) < (a.picoseconds ?? Number.POSITIVE_INFINITY) ? b : a;
}
