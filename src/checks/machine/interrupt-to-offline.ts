import { machineDiagnostics } from "../../diagnostics/catalogue/machine.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Check } from "../check.ts";

/** Interrupts go to cores that run. */
export const interruptToOffline: Check = {
  name: "interrupt-to-offline",
  requires: [],
  run({ machines }, report) {
    for (const device of machines.flatMap((machine) => machine.devices)) {
      const offline = device.interrupts.find((core) => !core.online);
      if (offline === undefined) continue;
      const related = [{ span: offline.span, message: `\`${offline.path}\` is declared offline here` }];
      const facts = { device: device.path, core: offline.path };
      report([device], diagnose(machineDiagnostics.interruptToOffline, device.span, facts, { related }));
    }
  },
};
