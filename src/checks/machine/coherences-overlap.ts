import { machineDiagnostics } from "../../diagnostics/catalogue/machine.ts";
import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import type { CoherenceDomain, Core, Machine } from "../../model/machine.ts";
import type { Check, CheckReport } from "../check.ts";
import { nameOfPart } from "./places.ts";

/** Two coherence domains are apart, or one is part of the other. */
export const coherencesOverlap: Check = {
  name: "coherences-overlap",
  requires: [],
  run({ machines }, report) {
    for (const machine of machines) reportOverlaps(machine, report);
  },
};

function reportOverlaps(machine: Machine, report: CheckReport): void {
  for (const [first, others] of sharedCounts(machine.coherences)) {
    for (const [second, shared] of others) {
      const smaller = Math.min(first.members.length, second.members.length);
      const larger = Math.max(first.members.length, second.members.length);
      if (shared < smaller) report([first, second], overlap(first, second));
      else if (smaller === larger) report([first, second], same(first, second));
    }
  }
}

type Counts = ReadonlyMap<CoherenceDomain, ReadonlyMap<CoherenceDomain, number>>;

/** For each pair of domains, the earlier first, how many cores are in both; pairs that share none are left out. */
function sharedCounts(domains: readonly CoherenceDomain[]): Counts {
  const domainsOf = new Map<Core, CoherenceDomain[]>();
  const counts = new Map(domains.map((domain) => [domain, new Map<CoherenceDomain, number>()]));
  for (const domain of domains) {
    for (const core of domain.members) {
      const earlier = domainsOf.get(core) ?? [];
      for (const other of earlier) counts.get(other)?.set(domain, (counts.get(other)?.get(domain) ?? 0) + 1);
      domainsOf.set(core, [...earlier, domain]);
    }
  }
  return counts;
}

function overlap(first: CoherenceDomain, second: CoherenceDomain): Diagnostic {
  const isIn = (domain: CoherenceDomain) => (core: Core) => domain.members.includes(core);
  const onlyIn = (domain: CoherenceDomain, other: CoherenceDomain) =>
    domain.members.find((core) => !isIn(other)(core))?.path ?? "";
  const facts = {
    first: nameOfDomain(first),
    second: nameOfDomain(second),
    both: first.members.find(isIn(second))?.path ?? "",
    onlyFirst: onlyIn(first, second),
    onlySecond: onlyIn(second, first),
  };
  return diagnose(machineDiagnostics.coherencesOverlap, second.span, facts, { related: relatedTo(first) });
}

function same(first: CoherenceDomain, second: CoherenceDomain): Diagnostic {
  const facts = { core: second.members[0]?.path ?? "", count: second.members.length };
  return diagnose(machineDiagnostics.coherenceTwice, second.span, facts, { related: relatedTo(first) });
}

function relatedTo(first: CoherenceDomain) {
  return [{ span: first.span, message: `the coherence domain of ${nameOfDomain(first)}` }];
}

function nameOfDomain({ members, part }: CoherenceDomain): string {
  const [first, last] = [members[0], members.at(-1)];
  if (first === undefined || last === undefined) return nameOfPart(part);
  return first === last ? `\`${first.path}\`` : `\`${first.path}\` to \`${last.path}\``;
}
