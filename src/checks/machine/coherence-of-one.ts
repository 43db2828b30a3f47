import { machineDiagnostics } from "../../diagnostics/catalogue/machine.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Check } from "../check.ts";

/** A coherence domain has more than one member. */
export const coherenceOfOne: Check = {
  name: "coherence-of-one",
  requires: [],
  run({ machines }, report) {
    for (const domain of machines.flatMap((machine) => machine.coherences)) {
      const [only, another] = domain.members;
      if (only === undefined || another !== undefined) continue;
      report([domain], diagnose(machineDiagnostics.coherenceOfOne, domain.span, { core: only.path }));
    }
  },
};
