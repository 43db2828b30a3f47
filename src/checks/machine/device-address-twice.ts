import { machineDiagnostics } from "../../diagnostics/catalogue/machine.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Device, Machine } from "../../model/machine.ts";
import type { Check, CheckReport } from "../check.ts";
import { boxOf, homeOf } from "./boxes.ts";

/** A bus address leads to one device of a box. */
export const deviceAddressTwice: Check = {
  name: "device-address-twice",
  requires: [],
  run({ machines }, report) {
    for (const machine of machines) judge(machine, report);
  },
};

function judge({ devices }: Machine, report: CheckReport): void {
  const taken = new Map<string, Device>();
  for (const device of devices) {
    if (device.address === null) continue;
    const key = `${device.address.toLowerCase()} ${boxOf(homeOf(device))?.path ?? ""}`;
    const first = taken.get(key);
    if (first === undefined) {
      taken.set(key, device);
      continue;
    }
    const facts = { device: device.path, first: first.path, address: device.address };
    const related = [{ span: first.span, message: `\`${first.path}\` is there already` }];
    report([device], diagnose(machineDiagnostics.deviceAddressTwice, device.span, facts, { related }));
  }
}
