import { domainDiagnostics } from "../../diagnostics/catalogue/domains.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Controller, LineTarget } from "../../model/interrupt.ts";
import type { Core, Device } from "../../model/machine.ts";
import type { Span } from "../../source/source-file.ts";
import type { Check, CheckReport } from "../check.ts";
import { areApart, boxWords, homeOf } from "./boxes.ts";

/** Interrupts stay in their box, from the device to the core. */
export const interruptAcrossBoxes: Check = {
  name: "interrupt-across-boxes",
  requires: [],
  run({ machines }, report) {
    for (const { devices, controllers } of machines) {
      for (const device of devices) for (const { to, span } of device.sources) judge(device, to, span, report);
      for (const controller of controllers) {
        for (const { to, span } of controller.routes) judge(controller, to, span, report);
      }
    }
  },
};

function judge(source: Device | Controller, to: LineTarget | null, span: Span, report: CheckReport): void {
  const home = "at" in source ? homeOf(source) : source.part;
  const target = takersOf(to).find(({ part }) => areApart(part, home));
  if (target === undefined) return;
  const facts = {
    device: source.path,
    box: boxWords(home),
    target: target.path,
    targetBox: boxWords(target.part),
  };
  report([source], diagnose(domainDiagnostics.interruptAcrossBoxes, span, facts));
}

function takersOf(to: LineTarget | null): readonly (Core | Controller)[] {
  if (to === null) return [];
  return to.kind === "cores" ? to.cores : [to.controller];
}
