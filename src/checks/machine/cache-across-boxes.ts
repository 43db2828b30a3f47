import { domainDiagnostics } from "../../diagnostics/catalogue/domains.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Check } from "../check.ts";
import { areApart, boxWords } from "./boxes.ts";

/** The cores that share a cache lie in one box. */
export const cacheAcrossBoxes: Check = {
  name: "cache-across-boxes",
  requires: [],
  run({ machines }, report) {
    for (const cache of machines.flatMap(({ caches }) => caches)) {
      const [first] = cache.sharedBy;
      const other = cache.sharedBy.find((core) => first !== undefined && areApart(core.part, first.part));
      if (first === undefined || other === undefined) continue;
      const facts = {
        cache: cache.path,
        first: first.path,
        firstBox: boxWords(first.part),
        other: other.path,
        otherBox: boxWords(other.part),
      };
      report([cache], diagnose(domainDiagnostics.cacheAcrossBoxes, cache.span, facts));
    }
  },
};
