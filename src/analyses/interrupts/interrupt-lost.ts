import type { Check } from "../../checks/check.ts";
import { controllerWithoutOutputs } from "../../checks/machine/controller-without-outputs.ts";
import { controllersInCircle } from "../../checks/machine/controllers-in-circle.ts";
import { interruptDiagnostics } from "../../diagnostics/catalogue/interrupts.ts";
import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import { nameLines } from "../../model/lines.ts";
import { computeDeliveries, type Delivery } from "./deliveries.ts";

/** Every interrupt gets to some core. Of messages that may raise any line, some line must lead to one. */
export const interruptLost: Check = {
  name: "interrupt-lost",
  requires: [controllerWithoutOutputs, controllersInCircle],
  run({ machines }, report) {
    for (const machine of machines.filter(({ incomplete }) => !incomplete)) {
      const deliveries = computeDeliveries(machine);
      const heard = new Set(deliveries.filter(({ end }) => end.kind === "cores").map(({ source }) => source));
      for (const delivery of deliveries) {
        const { source, end, steps } = delivery;
        const mayRaiseAny = source.to.kind === "controller" && source.to.lines === null;
        if (end.kind !== "nowhere" || (mayRaiseAny && heard.has(source))) continue;
        report([source, ...steps.map(({ controller }) => controller)], lost(delivery));
      }
    }
  },
};

function lost({ device, source, steps }: Delivery): Diagnostic {
  const last = steps.at(-1);
  const facts = {
    device: device.path,
    lines: last === undefined ? "" : nameLines(last.controller, last.lines),
    controller: last?.controller.path ?? "",
    through: steps.slice(0, -1).map(({ controller }) => controller.path),
  };
  const related = steps.map(({ controller, lines }) => ({
    span: controller.span,
    message: `\`${controller.path}\` has it on ${nameLines(controller, lines)}`,
  }));
  return diagnose(interruptDiagnostics.interruptLost, source.span, facts, { related });
}
