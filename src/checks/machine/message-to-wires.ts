import { interruptDiagnostics } from "../../diagnostics/catalogue/interrupts.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Check } from "../check.ts";

/** Messages go to controllers that take messages. */
export const messageToWires: Check = {
  name: "message-to-wires",
  requires: [],
  run({ machines }, report) {
    for (const device of machines.flatMap(({ devices }) => devices)) {
      for (const { sources, to, span } of device.sources) {
        if (sources !== null || to.kind === "cores" || to.controller.takesMessages) continue;
        const { path: controller, span: declared } = to.controller;
        const related = [{ span: declared, message: `\`${controller}\` is declared here` }];
        const facts = { device: device.path, controller };
        report([device], diagnose(interruptDiagnostics.messageToWires, span, facts, { related }));
      }
    }
  },
};
