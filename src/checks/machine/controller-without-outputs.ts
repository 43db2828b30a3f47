import { interruptDiagnostics } from "../../diagnostics/catalogue/interrupts.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Check } from "../check.ts";

/** Some line of every controller leads on. */
export const controllerWithoutOutputs: Check = {
  name: "controller-without-outputs",
  requires: [],
  run({ machines }, report) {
    for (const machine of machines.filter(({ incomplete }) => !incomplete)) {
      for (const controller of machine.controllers) {
        if (controller.routes.some(({ to }) => to !== null)) continue;
        const facts = { controller: controller.path };
        report([controller], diagnose(interruptDiagnostics.controllerWithoutOutputs, controller.span, facts));
      }
    }
  },
};
