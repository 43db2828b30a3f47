import { intersectRanges, mergeRanges, type NumberRange } from "../../algorithms/number-ranges.ts";
import { interruptDiagnostics } from "../../diagnostics/catalogue/interrupts.ts";
import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import type { Controller, LineRoute } from "../../model/interrupt.ts";
import { nameLines } from "../../model/lines.ts";
import type { Check, CheckReport } from "../check.ts";

/** No line of a controller has two routes. */
export const lineRoutedTwice: Check = {
  name: "line-routed-twice",
  requires: [],
  run({ machines }, report) {
    for (const controller of machines.flatMap(({ controllers }) => controllers)) reportTwice(controller, report);
  },
};

function reportTwice(controller: Controller, report: CheckReport): void {
  let routed: readonly NumberRange[] = [];
  for (const route of controller.routes) {
    const both = intersectRanges(routed, route.lines);
    if (both.length > 0) report([controller], twice(controller, route, both));
    routed = mergeRanges([...routed, ...route.lines]);
  }
}

function twice(controller: Controller, route: LineRoute, both: readonly NumberRange[]): Diagnostic {
  const first = controller.routes.find(({ lines }) => intersectRanges(lines, both).length > 0);
  const related = first === undefined ? [] : [{ span: first.span, message: "the first route" }];
  const facts = { controller: controller.path, lines: nameLines(controller, both) };
  return diagnose(interruptDiagnostics.lineRoutedTwice, route.span, facts, { related });
}
