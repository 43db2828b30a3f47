import type { Check, CheckReport } from "../../checks/check.ts";
import { programsOf } from "../../checks/programs.ts";
import { trafficDiagnostics } from "../../diagnostics/catalogue/traffic.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Program, Traffic } from "../../model/deployment.ts";
import { mostStateData } from "../replicas/state-parts.ts";
import { mostData } from "./message-bytes.ts";

/** What `with` says is in a message has room in it. Judged here, since it takes the layout. */
export const trafficSize: Check = {
  name: "traffic-size",
  requires: [],
  run({ systems }, report) {
    for (const { program } of systems.flatMap(programsOf)) {
      for (const { service, operation, size } of program.traffic) {
        judge(program, `${service.name}.${operation.name}`, size, mostData(operation), report);
      }
      for (const { state, operation, size } of program.stateTraffic) {
        judge(program, `${state.name}.${operation.name}`, size, mostStateData(state), report);
      }
    }
  },
};

function judge(
  program: Program,
  operation: string,
  size: Traffic["size"],
  most: number | null,
  report: CheckReport,
): void {
  if (size === null || (most !== null && size.bytes <= most)) return;
  const facts = { operation, size: `${size.bytes} bytes`, most: most === null ? null : `${most} bytes` };
  report([program], diagnose(trafficDiagnostics.trafficSize, size.span, facts));
}
