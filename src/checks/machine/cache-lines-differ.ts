import { domainDiagnostics } from "../../diagnostics/catalogue/domains.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Check } from "../check.ts";

/** A cache whose cores have lines of different sizes says which of them it has. */
export const cacheLinesDiffer: Check = {
  name: "cache-lines-differ",
  requires: [],
  run({ machines }, report) {
    for (const cache of machines.flatMap(({ caches }) => caches)) {
      const [first] = cache.sharedBy;
      const other = cache.sharedBy.find(({ isa }) => isa.lineBytes !== first?.isa.lineBytes);
      if (first === undefined || other === undefined || cache.lineBytes !== null) continue;
      const related = [first, other].map(({ isa }) => ({ span: isa.span, message: `lines of ${isa.lineBytes} bytes` }));
      const facts = {
        cache: cache.path,
        first: first.path,
        firstLine: first.isa.lineBytes,
        other: other.path,
        otherLine: other.isa.lineBytes,
      };
      report([cache], diagnose(domainDiagnostics.cacheLinesDiffer, cache.span, facts, { related }));
    }
  },
};
