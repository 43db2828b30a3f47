import { domainDiagnostics } from "../../diagnostics/catalogue/domains.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Domain } from "../../model/domain.ts";
import { indexContents } from "../../model/domain-contents.ts";
import type { Machine } from "../../model/machine.ts";
import type { Check, CheckReport } from "../check.ts";
import { domainEmpty } from "./domain-empty.ts";
import { domainsInCircle } from "./domains-in-circle.ts";

/** No two domains of a kind have the same members. */
export const domainTwice: Check = {
  name: "domain-twice",
  requires: [domainEmpty, domainsInCircle],
  run({ machines }, report) {
    for (const machine of machines) reportTwice(machine, report);
  },
};

function reportTwice(machine: Machine, report: CheckReport): void {
  const known = new Map<string, Domain>();
  const contentsOf = indexContents(machine);
  for (const domain of machine.domains) {
    const paths = [...contentsOf(domain)].map(({ path }) => path).sort();
    const key = `${domain.kind} ${paths.join(" ")}`;
    const first = known.get(key);
    if (first === undefined) known.set(key, domain);
    else report([domain], twice(domain, first));
  }
}

function twice(domain: Domain, first: Domain) {
  const facts = { domain: domain.path, first: first.path, kind: domain.kind };
  const related = [{ span: first.span, message: `the ${first.kind} domain \`${first.path}\`` }];
  return diagnose(domainDiagnostics.domainTwice, domain.span, facts, { related });
}
