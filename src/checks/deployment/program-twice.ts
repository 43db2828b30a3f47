import { deploymentDiagnostics } from "../../diagnostics/catalogue/deployment.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { System } from "../../model/deployment.ts";
import { placeOf } from "../../source/source-file.ts";
import type { Check, CheckReport } from "../check.ts";
import { type ProgramOfSystem, programsOf } from "../programs.ts";

/** The programs of a system have different names. */
export const programTwice: Check = {
  name: "program-twice",
  requires: [],
  run({ systems }, report) {
    for (const system of systems) reportTwins(system, report);
  },
};

function reportTwins(system: System, report: CheckReport): void {
  const first = new Map<string, ProgramOfSystem>();
  for (const entry of programsOf(system)) {
    const { name } = entry.program;
    const earlier = first.get(name);
    if (earlier === undefined) first.set(name, entry);
    else reportTwin(entry, earlier, system.name, report);
  }
}

function reportTwin(
  { kind, program }: ProgramOfSystem,
  earlier: ProgramOfSystem,
  system: string,
  report: CheckReport,
): void {
  const { name, span } = program;
  const facts = { kind, name, firstKind: earlier.kind, firstPlace: placeOf(earlier.program.span), system };
  const related = [{ span: earlier.program.span, message: `\`${name}\` is first declared here` }];
  report([program], diagnose(deploymentDiagnostics.programTwice, span, facts, { related }));
}
