import { pascalCase } from "../../algorithms/letter-case.ts";
import { deploymentDiagnostics } from "../../diagnostics/catalogue/deployment.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { System } from "../../model/deployment.ts";
import type { Check, CheckReport } from "../check.ts";
import { type ProgramOfSystem, programsOf } from "../programs.ts";
import { programTwice } from "./program-twice.ts";

/** The programs of a system have types of different names in generated code. */
export const programTypeTwice: Check = {
  name: "program-type-twice",
  requires: [programTwice],
  run({ systems }, report) {
    for (const system of systems) reportTwins(system, report);
  },
};

function reportTwins(system: System, report: CheckReport): void {
  const first = new Map<string, ProgramOfSystem>();
  for (const entry of programsOf(system)) {
    const type = pascalCase(entry.program.name);
    const earlier = first.get(type);
    if (earlier === undefined) first.set(type, entry);
    else {
      const facts = { what: wordsFor(entry), other: wordsFor(earlier), type };
      const related = [{ span: earlier.program.span, message: `${facts.other} is declared here` }];
      const { program } = entry;
      report([program], diagnose(deploymentDiagnostics.programTypeTwice, program.span, facts, { related }));
    }
  }
}

function wordsFor({ kind, program }: ProgramOfSystem): string {
  return `the ${kind} \`${program.name}\``;
}
