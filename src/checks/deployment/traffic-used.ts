import { trafficDiagnostics } from "../../diagnostics/catalogue/traffic.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Program, StateTraffic, Traffic } from "../../model/deployment.ts";
import type { Check, CheckReport } from "../check.ts";
import { programsOf } from "../programs.ts";

/** A program asks only services and replicated state that it uses, and services only for what these allow it. */
export const trafficUsed: Check = {
  name: "traffic-used",
  requires: [],
  run({ systems }, report) {
    for (const { program } of systems.flatMap(programsOf)) {
      for (const traffic of program.traffic) judge(program, traffic, report);
      for (const traffic of program.stateTraffic) judgeOfState(program, traffic, report);
    }
  },
};

function judge(program: Program, { service, operation, span }: Traffic, report: CheckReport): void {
  const facts = { program: program.name, service: service.name, operation: operation.name };
  if (!program.uses.some((use) => use.service === service)) {
    const related = [{ span: service.span, message: `the service \`${service.name}\`` }];
    const unused = { program: program.name, used: service.name, operation: operation.name };
    report([program], diagnose(trafficDiagnostics.trafficUnused, span, unused, { related }));
    return;
  }
  const permission = service.allow?.find((allowed) => allowed.program === program.name);
  if (permission === undefined || permission.operations.includes(operation)) return;
  const related = [{ span: permission.span, message: `what \`${service.name}\` allows \`${program.name}\`` }];
  report([program], diagnose(trafficDiagnostics.trafficNotAllowed, span, facts, { related }));
}

function judgeOfState(program: Program, { state, operation, span }: StateTraffic, report: CheckReport): void {
  if (program.states.some((used) => used.state === state)) return;
  const related = [{ span: state.span, message: `the state \`${state.name}\`` }];
  const facts = { program: program.name, used: state.name, operation: operation.name };
  report([program], diagnose(trafficDiagnostics.trafficUnused, span, facts, { related }));
}
