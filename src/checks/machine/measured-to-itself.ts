import { machineDiagnostics } from "../../diagnostics/catalogue/machine.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Check } from "../check.ts";

/** A latency is measured between two things. */
export const measuredToItself: Check = {
  name: "measured-to-itself",
  requires: [],
  run({ machines }, report) {
    for (const measurement of machines.flatMap((machine) => machine.measurements)) {
      if (measurement.from !== measurement.to) continue;
      const facts = { core: measurement.from.path };
      report([measurement], diagnose(machineDiagnostics.measuredToItself, measurement.span, facts));
    }
  },
};
