import { trafficDiagnostics } from "../../diagnostics/catalogue/traffic.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Program, Traffic } from "../../model/deployment.ts";
import type { Check, CheckReport } from "../check.ts";
import { programsOf } from "../programs.ts";

/** Hertz; a core that stored a line in every nanosecond would do nothing else. */
const mostOften = 1e9;

/** What is declared happens, and no more often than a core could do it. */
export const trafficRate: Check = {
  name: "traffic-rate",
  requires: [],
  run({ systems }, report) {
    for (const { program } of systems.flatMap(programsOf)) {
      for (const traffic of program.traffic) judge(program, traffic.service.name, traffic, report);
      for (const traffic of program.stateTraffic) judge(program, traffic.state.name, traffic, report);
    }
  },
};

type Asked = Pick<Traffic, "rate" | "rateSpan"> & { readonly operation: { readonly name: string } };

function judge(program: Program, of: string, { operation, rate, rateSpan }: Asked, report: CheckReport): void {
  const fault = rate === 0 ? "never" : rate > mostOften ? "more often than once a nanosecond" : null;
  if (fault === null) return;
  const facts = { program: program.name, operation: `${of}.${operation.name}`, rate: printRate(rate), fault };
  report([program], diagnose(trafficDiagnostics.trafficRate, rateSpan, facts));
}

function printRate(hertz: number): string {
  return hertz < 1e9 ? `${hertz} Hz` : `${hertz / 1e9} GHz`;
}
