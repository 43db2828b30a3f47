import { placementDiagnostics } from "../../diagnostics/catalogue/placement.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Buffer, Program, System } from "../../model/deployment.ts";
import type { Device } from "../../model/machine.ts";
import type { Check, CheckReport } from "../check.ts";
import { programsOf } from "../programs.ts";

/** A buffer is for a device that its program drives; what is forwarded has such a device, and is read by nobody. */
export const bufferMakesSense: Check = {
  name: "buffer-makes-sense",
  requires: [],
  run({ systems }, report) {
    for (const system of systems) {
      for (const { program } of programsOf(system)) {
        for (const buffer of program.buffers) judge(buffer, program, system, report);
      }
    }
  },
};

function judge(buffer: Buffer, program: Program, system: System, report: CheckReport): void {
  const { device, forwarded, readers, span } = buffer;
  const [reader] = readers;
  if (forwarded && device === null) {
    const facts = { buffer: buffer.name, name: program.name };
    report([program], diagnose(placementDiagnostics.bufferForwardedNowhere, span, facts));
  }
  if (forwarded && reader !== undefined) {
    const facts = { buffer: buffer.name, reader: reader.program };
    report([program], diagnose(placementDiagnostics.bufferForwardedAndRead, reader.span, facts));
  }
  if (device === null || program.drives.some((driven) => driven.device === device.device)) return;
  const driver = driverOf(device.device, system);
  const facts = { buffer: buffer.name, name: program.name, device: device.device.path, driver: driver?.name ?? null };
  const related = driver === null ? [] : [{ span: driver.span, message: `\`${driver.name}\` drives it` }];
  report([program], diagnose(placementDiagnostics.bufferForUndriven, device.span, facts, { related }));
}

function driverOf(device: Device, system: System): Program | null {
  const driver = programsOf(system).find(({ program }) => program.drives.some((driven) => driven.device === device));
  return driver?.program ?? null;
}
