import { machineDiagnostics } from "../../diagnostics/catalogue/machine.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Check } from "../check.ts";

/** A machine has at least one core. */
export const machineWithoutCores: Check = {
  name: "machine-without-cores",
  requires: [],
  run({ machines }, report) {
    for (const machine of machines) {
      if (machine.cores.length > 0 || machine.incomplete) continue;
      report([machine], diagnose(machineDiagnostics.noCores, machine.span, { machine: machine.name }));
    }
  },
};
