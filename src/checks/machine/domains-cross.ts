import { domainDiagnostics } from "../../diagnostics/catalogue/domains.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Domain } from "../../model/domain.ts";
import { type Content, indexContents } from "../../model/domain-contents.ts";
import type { Machine } from "../../model/machine.ts";
import type { Check, CheckReport } from "../check.ts";
import { domainTwice } from "./domain-twice.ts";

/** Of two failure domains with something in common one lies within the other. */
export const domainsCross: Check = {
  name: "domains-cross",
  requires: [domainTwice],
  run({ machines }, report) {
    for (const machine of machines) reportCrossing(machine, report);
  },
};

/** Only domains that meet in some element are compared, each pair once. */
function reportCrossing(machine: Machine, report: CheckReport): void {
  const domains = machine.domains.filter(({ kind }) => kind === "failure");
  const contentsOf = indexContents(machine);
  const contents = new Map(domains.map((domain) => [domain, contentsOf(domain)]));
  const homes = new Map<Content, Domain[]>();
  const compared = new Set<string>();
  for (const domain of domains) {
    for (const element of contents.get(domain) ?? []) {
      for (const first of homes.get(element) ?? []) {
        const pair = `${first.index} ${domain.index}`;
        if (!compared.has(pair)) reportPair(first, domain, element, contents, report);
        compared.add(pair);
      }
      homes.set(element, [...(homes.get(element) ?? []), domain]);
    }
  }
}

const nothing: ReadonlySet<Content> = new Set();

function reportPair(
  first: Domain,
  domain: Domain,
  both: Content,
  contents: ReadonlyMap<Domain, ReadonlySet<Content>>,
  report: CheckReport,
): void {
  const [inFirst, inThis] = [contents.get(first) ?? nothing, contents.get(domain) ?? nothing];
  const onlyFirst = [...inFirst].find((element) => !inThis.has(element));
  const onlyThis = [...inThis].find((element) => !inFirst.has(element));
  if (onlyFirst === undefined || onlyThis === undefined) return;
  const facts = {
    domain: domain.path,
    first: first.path,
    both: both.path,
    onlyThis: onlyThis.path,
    onlyFirst: onlyFirst.path,
  };
  const related = [{ span: first.span, message: `the failure domain \`${first.path}\`` }];
  report([domain], diagnose(domainDiagnostics.domainsCross, domain.span, facts, { related }));
}
