import { intersectRanges, printRanges } from "../../algorithms/number-ranges.ts";
import { interruptDiagnostics } from "../../diagnostics/catalogue/interrupts.ts";
import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import type { Controller, InterruptSource } from "../../model/interrupt.ts";
import type { Device } from "../../model/machine.ts";
import type { Check, CheckReport } from "../check.ts";

/** A source of a device goes to one line of each controller. */
export const sourceTwice: Check = {
  name: "source-twice",
  requires: [],
  run({ machines }, report) {
    for (const device of machines.flatMap(({ devices }) => devices)) reportTwice(device, report);
  },
};

function reportTwice(device: Device, report: CheckReport): void {
  const known = new Map<Controller, InterruptSource[]>();
  for (const source of device.sources) {
    if (source.to.kind === "cores") continue;
    const earlier = known.get(source.to.controller) ?? [];
    const first = earlier.find((other) => commonSources(other, source) !== "");
    if (first !== undefined) report([device], twice(device, source.to.controller, first, source));
    known.set(source.to.controller, [...earlier, source]);
  }
}

function commonSources(a: InterruptSource, b: InterruptSource): string {
  return a.sources === null || b.sources === null ? "" : printRanges(intersectRanges([a.sources], [b.sources]));
}

function twice(device: Device, controller: Controller, first: InterruptSource, second: InterruptSource): Diagnostic {
  const facts = { device: device.path, sources: commonSources(first, second), controller: controller.path };
  const related = [{ span: first.span, message: "it goes there here" }];
  return diagnose(interruptDiagnostics.sourceTwice, second.span, facts, { related });
}
