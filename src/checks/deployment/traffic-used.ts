import { trafficDiagnostics } from "../../diagnostics/catalogue/traffic.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Program, Traffic } from "../../model/deployment.ts";
import type { Check, CheckReport } from "../check.ts";
import { programsOf } from "../programs.ts";

/** A program asks only services that it uses, and only for what these allow it. */
export const trafficUsed: Check = {
  name: "traffic-used",
  requires: [],
  run({ systems }, report) {
    for (const { program } of systems.flatMap(programsOf)) {
      for (const traffic of program.traffic) judge(program, traffic, report);
    }
  },
};

function judge(program: Program, { service, operation, span }: Traffic, report: CheckReport): void {
  const facts = { program: program.name, service: service.name, operation: operation.name };
  if (!program.uses.some((use) => use.service === service)) {
    const related = [{ span: service.span, message: `the service \`${service.name}\`` }];
    report([program], diagnose(trafficDiagnostics.trafficUnused, span, facts, { related }));
    return;
  }
  const permission = service.allow?.find((allowed) => allowed.program === program.name);
  if (permission === undefined || permission.operations.includes(operation)) return;
  const related = [{ span: permission.span, message: `what \`${service.name}\` allows \`${program.name}\`` }];
  report([program], diagnose(trafficDiagnostics.trafficNotAllowed, span, facts, { related }));
}
