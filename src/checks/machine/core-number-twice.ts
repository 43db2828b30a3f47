import { machineDiagnostics } from "../../diagnostics/catalogue/machine.ts";
import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import type { Core } from "../../model/machine.ts";
import type { Check, CheckReport } from "../check.ts";
import { boxOf } from "./boxes.ts";

/** No two cores of a box have the same number at its operating system, or the same hardware id. */
export const coreNumberTwice: Check = {
  name: "core-number-twice",
  requires: [],
  run({ machines }, report) {
    for (const { cores } of machines) {
      reportTwice(cores, (core) => core.osIndex, osIndexTwice, report);
      reportTwice(cores, (core) => core.hardwareId, hardwareIdTwice, report);
    }
  },
};

type Describe = (core: Core, first: Core, number: number) => Diagnostic;

function reportTwice(
  cores: readonly Core[],
  numberOf: (core: Core) => number | null,
  describe: Describe,
  report: CheckReport,
): void {
  const taken = new Map<string, Core>();
  for (const core of cores) {
    const number = numberOf(core);
    if (number === null) continue;
    const key = `${number} ${boxOf(core.part)?.path ?? ""}`;
    const first = taken.get(key);
    if (first === undefined) taken.set(key, core);
    else report([core], describe(core, first, number));
  }
}

const osIndexTwice: Describe = (core, first, index) => {
  const facts = { core: core.path, first: first.path, index };
  return diagnose(machineDiagnostics.osIndexTwice, core.span, facts, { related: relatedTo(first) });
};

const hardwareIdTwice: Describe = (core, first, id) => {
  const facts = { core: core.path, first: first.path, id };
  return diagnose(machineDiagnostics.hardwareIdTwice, core.span, facts, { related: relatedTo(first) });
};

function relatedTo(first: Core) {
  return [{ span: first.span, message: `\`${first.path}\` has it already` }];
}
