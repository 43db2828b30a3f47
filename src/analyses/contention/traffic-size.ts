import type { Check } from "../../checks/check.ts";
import { programsOf } from "../../checks/programs.ts";
import { trafficDiagnostics } from "../../diagnostics/catalogue/traffic.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import { mostData } from "./message-bytes.ts";

/** What `with` says is in a message has room in it. Judged here, since it takes the layout. */
export const trafficSize: Check = {
  name: "traffic-size",
  requires: [],
  run({ systems }, report) {
    for (const { program } of systems.flatMap(programsOf)) {
      for (const { service, operation, size } of program.traffic) {
        const most = mostData(operation);
        if (size === null || (most !== null && size.bytes <= most)) continue;
        const facts = {
          operation: `${service.name}.${operation.name}`,
          size: `${size.bytes} bytes`,
          most: most === null ? null : `${most} bytes`,
        };
        report([program], diagnose(trafficDiagnostics.trafficSize, size.span, facts));
      }
    }
  },
};
