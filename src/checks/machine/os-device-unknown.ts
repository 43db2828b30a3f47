import { closestName } from "../../algorithms/closest-name.ts";
import { machineDiagnostics } from "../../diagnostics/catalogue/machine.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Device } from "../../model/machine.ts";
import { osDeviceKinds } from "../../model/os-device.ts";
import type { Check, CheckReport } from "../check.ts";

const kinds: readonly string[] = osDeviceKinds;

/** What the operating system calls a device is of a kind that hwloc knows, and has a name. */
export const osDeviceUnknown: Check = {
  name: "os-device-unknown",
  requires: [],
  run({ machines }, report) {
    for (const { devices } of machines) for (const device of devices) judge(device, report);
  },
};

function judge(device: Device, report: CheckReport): void {
  for (const { kind, name } of device.osDevices) {
    if (kinds.includes(kind) && name !== "") continue;
    const suggestion = kinds.includes(kind) ? null : closestName(kind, kinds);
    const facts = { device: device.path, text: `${kind} ${name}`.trim(), kinds, suggestion };
    report([device], diagnose(machineDiagnostics.osDeviceUnknown, device.span, facts));
  }
}
