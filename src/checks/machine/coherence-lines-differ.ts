import { machineDiagnostics } from "../../diagnostics/catalogue/machine.ts";
import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import type { CoherenceDomain, Core } from "../../model/machine.ts";
import type { Check } from "../check.ts";

/** Cores that are coherent have cache lines of one size. */
export const coherenceLinesDiffer: Check = {
  name: "coherence-lines-differ",
  requires: [],
  run({ machines }, report) {
    for (const domain of machines.flatMap((machine) => machine.coherences)) {
      const [first] = domain.members;
      const other = domain.members.find((core) => core.isa.lineBytes !== first?.isa.lineBytes);
      if (first !== undefined && other !== undefined) report([domain], differing(domain, first, other));
    }
  },
};

function differing(domain: CoherenceDomain, first: Core, other: Core): Diagnostic {
  const related = [first, other].map(({ isa }) => ({ span: isa.span, message: `lines of ${isa.lineBytes} bytes` }));
  const facts = {
    first: first.path,
    firstLine: first.isa.lineBytes,
    other: other.path,
    otherLine: other.isa.lineBytes,
  };
  return diagnose(machineDiagnostics.coherenceLinesDiffer, domain.span, facts, { related });
}
