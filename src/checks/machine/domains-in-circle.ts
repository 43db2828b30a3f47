import { findCycles } from "../../algorithms/cycles.ts";
import { domainDiagnostics } from "../../diagnostics/catalogue/domains.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Domain } from "../../model/domain.ts";
import type { Check, CheckReport } from "../check.ts";

/** No domain lies within itself. */
export const domainsInCircle: Check = {
  name: "domains-in-circle",
  requires: [],
  run({ machines }, report) {
    for (const { domains } of machines) {
      for (const circle of findCycles(domains, (domain) => domain.domains)) reportCircle(circle, report);
    }
  },
};

/** `circle` begins and ends with the same domain. */
function reportCircle(circle: readonly Domain[], report: CheckReport): void {
  const [first, ...others] = circle.slice(0, -1);
  if (first === undefined) return;
  const related = others.map(({ span, path }) => ({ span, message: `\`${path}\` is declared here` }));
  const chain = circle.map(({ path }) => path);
  report(circle, diagnose(domainDiagnostics.domainsInCircle, first.span, { chain }, { related }));
}
