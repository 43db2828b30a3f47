import { machineDiagnostics } from "../../diagnostics/catalogue/machine.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import { parsePciId } from "../../model/pci-id.ts";
import type { Check } from "../check.ts";

/** The id of a device on PCI is two times four hexadecimal digits. */
export const pciIdForm: Check = {
  name: "pci-id-form",
  requires: [],
  run({ machines }, report) {
    for (const { devices } of machines) {
      for (const device of devices) {
        if (device.pci === null || parsePciId(device.pci) !== null) continue;
        report(
          [device],
          diagnose(machineDiagnostics.pciIdForm, device.span, { device: device.path, text: device.pci }),
        );
      }
    }
  },
};
