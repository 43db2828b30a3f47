import { interruptDiagnostics } from "../../diagnostics/catalogue/interrupts.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import { nameLines } from "../../model/lines.ts";
import type { Check } from "../check.ts";

/** Of the cores that lines go to, one runs at least. */
export const lineToOffline: Check = {
  name: "line-to-offline",
  requires: [],
  run({ machines }, report) {
    for (const controller of machines.flatMap(({ controllers }) => controllers)) {
      for (const { to, lines, span } of controller.routes) {
        const [core, ...others] = to?.kind === "cores" ? to.cores : [];
        if (core === undefined || [core, ...others].some(({ online }) => online)) continue;
        const related = [{ span: core.span, message: `\`${core.path}\` is declared offline here` }];
        const facts = {
          controller: controller.path,
          lines: nameLines(controller, lines),
          core: core.path,
          others: others.length,
        };
        report([controller], diagnose(interruptDiagnostics.lineToOffline, span, facts, { related }));
      }
    }
  },
};
