import { domainDiagnostics } from "../../diagnostics/catalogue/domains.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import { indexContents } from "../../model/domain-contents.ts";
import { objectOf } from "../../model/loss.ts";
import type { Check } from "../check.ts";

/** Something is lost with every domain. */
export const domainEmpty: Check = {
  name: "domain-empty",
  requires: [],
  run({ machines }, report) {
    for (const machine of machines.filter(({ incomplete }) => !incomplete)) {
      const contentsOf = indexContents(machine);
      for (const domain of machine.domains) {
        if (contentsOf(domain).size > 0) continue;
        const [first] = domain.members;
        const member = first === undefined ? "it" : objectOf(first).path;
        const facts = { kind: domain.kind, domain: domain.path, member };
        report([domain], diagnose(domainDiagnostics.domainEmpty, domain.span, facts));
      }
    }
  },
};
