import { machineDiagnostics } from "../../diagnostics/catalogue/machine.ts";
import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import type { Core } from "../../model/machine.ts";
import type { Check, CheckReport } from "../check.ts";
import { boxOf } from "./boxes.ts";

/** No two cores of a box have the same number at its operating system, or, in one instruction set, the same hardware id. */
export const coreNumberTwice: Check = {
  name: "core-number-twice",
  requires: [],
  run({ machines }, report) {
    for (const { cores } of machines) {
      reportTwice(cores, (core) => core.osIndex, { kind: () => "", describe: osIndexTwice }, report);
      // Each architecture counts its own: on one chip both a Cortex-A and a Cortex-R have a core 0.
      const kind = ({ isa }: Core): string => isa.name;
      reportTwice(cores, (core) => core.hardwareId, { kind, describe: hardwareIdTwice }, report);
    }
  },
};

type Describe = (core: Core, first: Core, number: number) => Diagnostic;

function reportTwice(
  cores: readonly Core[],
  numberOf: (core: Core) => number | null,
  { kind, describe }: { readonly kind: (core: Core) => string; readonly describe: Describe },
  report: CheckReport,
): void {
  const taken = new Map<string, Core>();
  for (const core of cores) {
    const number = numberOf(core);
    if (number === null) continue;
    const key = `${number} ${kind(core)} ${boxOf(core.part)?.path ?? ""}`;
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
