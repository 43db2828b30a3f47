import { domainDiagnostics } from "../../diagnostics/catalogue/domains.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Check } from "../check.ts";
import { areApart, boxWords } from "./boxes.ts";

/** The members of a coherence domain lie in one box. */
export const coherenceAcrossBoxes: Check = {
  name: "coherence-across-boxes",
  requires: [],
  run({ machines }, report) {
    for (const domain of machines.flatMap(({ coherences }) => coherences)) {
      const [first] = domain.members;
      const other = domain.members.find((core) => first !== undefined && areApart(core.part, first.part));
      if (first === undefined || other === undefined) continue;
      const facts = {
        first: first.path,
        firstBox: boxWords(first.part),
        other: other.path,
        otherBox: boxWords(other.part),
      };
      report([domain], diagnose(domainDiagnostics.coherenceAcrossBoxes, domain.span, facts));
    }
  },
};
