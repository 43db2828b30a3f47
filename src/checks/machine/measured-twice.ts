import { machineDiagnostics } from "../../diagnostics/catalogue/machine.ts";
import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import type { Machine, Measurement } from "../../model/machine.ts";
import type { Check, CheckReport } from "../check.ts";
import { measuredToItself } from "./measured-to-itself.ts";

/** One source gives one number for one latency; several sources may differ. */
export const measuredTwice: Check = {
  name: "measured-twice",
  requires: [measuredToItself],
  run({ machines }, report) {
    for (const machine of machines) reportTwice(machine, report);
  },
};

function reportTwice(machine: Machine, report: CheckReport): void {
  const known = new Map<string, Measurement>();
  for (const measurement of machine.measurements) {
    const key = `${measurement.quantity} ${measurement.from.path} ${measurement.to.path} ${measurement.source}`;
    const first = known.get(key);
    if (first === undefined) known.set(key, measurement);
    else report([measurement], twice(measurement, first));
  }
}

function twice(measurement: Measurement, first: Measurement): Diagnostic {
  const { quantity, from, to, source } = measurement;
  const related = [{ span: first.span, message: "first given here" }];
  const facts = { quantity, from: from.path, to: to.path, source };
  return diagnose(machineDiagnostics.measuredTwice, measurement.span, facts, { related });
}
