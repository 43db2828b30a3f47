import { findCycles } from "../../algorithms/cycles.ts";
import { interruptDiagnostics } from "../../diagnostics/catalogue/interrupts.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Controller, LineRoute } from "../../model/interrupt.ts";
import type { Check, CheckReport } from "../check.ts";

/** Lines lead on from controller to controller, never back. */
export const controllersInCircle: Check = {
  name: "controllers-in-circle",
  requires: [],
  run({ machines }, report) {
    for (const { controllers } of machines) {
      for (const circle of findCycles(controllers, nextControllers)) reportCircle(circle, report);
    }
  },
};

function nextControllers({ routes }: Controller): readonly Controller[] {
  return routes.flatMap(({ to }) => (to?.kind === "controller" ? [to.controller] : []));
}

/** `circle` begins and ends with the same controller. */
function reportCircle(circle: readonly Controller[], report: CheckReport): void {
  const routes = circle.slice(0, -1).flatMap((controller, index) => routeTo(controller, circle[index + 1]) ?? []);
  const [first, ...others] = routes;
  if (first === undefined) return;
  const related = others.map(({ span }) => ({ span, message: "and this leads on round the circle" }));
  const chain = circle.map(({ path }) => path);
  report(circle, diagnose(interruptDiagnostics.controllersInCircle, first.span, { chain }, { related }));
}

function routeTo({ routes }: Controller, next: Controller | undefined): LineRoute | undefined {
  return routes.find(({ to }) => to?.kind === "controller" && to.controller === next);
}
