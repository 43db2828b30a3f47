import { countNumbers, type NumberRange } from "../../algorithms/number-ranges.ts";
import { lineDiagnostics } from "../../diagnostics/catalogue/resolve/interrupts.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Controller, InterruptSource } from "../../model/interrupt.ts";
import type { InterruptClause, LineNumbers } from "../../syntax/ast.ts";
import type { Site } from "./building.ts";
import { chooseTaker, reportLineMissing, reportNoController } from "./interrupt-takers.ts";
import { chooseLines, declaredAt, expectRange, linesFrom } from "./line-numbers.ts";

/** Device trees and drivers number what a device raises in a cell. */
const lastSource = 0xffff_ffff;

/** What one `interrupt` of a device says; null after a report. */
export function readInterrupt(clause: InterruptClause, site: Site): InterruptSource | null {
  const { source, target, lines, span } = clause;
  const isMessage = source?.kind === "msi";
  const numbers =
    source === null || isMessage ? null : expectRange(source, "a source", site.context, { most: lastSource });
  const taker = chooseTaker([target], "what a device interrupts", site);
  if (taker === null || (source !== null && !isMessage && numbers === null)) return null;
  if (taker.kind === "controller")
    return isMessage ? readMessage(clause, taker.controller, site) : wire(clause, numbers, taker.controller, site);
  if (lines !== null) return reportNoController(taker.cores, lines, site);
  return { span, sources: isMessage ? null : (numbers ?? theOnlySource), to: taker };
}

const theOnlySource: NumberRange = { from: 0, to: 0 };

function readMessage(
  { lines: written, span }: InterruptClause,
  controller: Controller,
  site: Site,
): InterruptSource | null {
  const lines = written === null ? null : chooseLines(written, controller, site.context);
  if (written !== null && lines === null) return null;
  return { span, sources: null, to: { kind: "controller", controller, lines } };
}

/** Sources of a device on lines of a controller, one for one; of a single line on, where several sources go to it. */
function wire(
  { lines: written, target, span }: InterruptClause,
  numbers: NumberRange | null,
  controller: Controller,
  site: Site,
): InterruptSource | null {
  if (written === null) return reportLineMissing(controller, `interrupt -> ${controller.path} 0`, target.span, site);
  const named = chooseLines(written, controller, site.context);
  if (named === null) return null;
  const sources = numbers ?? { from: 0, to: countNumbers(named) - 1 };
  const lines = matchLines(named, countNumbers([sources]), controller, written, site);
  return lines === null ? null : { span, sources, to: { kind: "controller", controller, lines } };
}

function matchLines(
  named: readonly NumberRange[],
  sources: number,
  controller: Controller,
  { span }: LineNumbers,
  site: Site,
): readonly NumberRange[] | null {
  const count = countNumbers(named);
  if (count === sources) return named;
  if (count === 1) {
    const lines = linesFrom(named[0]?.from ?? 0, sources, controller, span, site.context);
    return lines === null ? null : [lines];
  }
  const facts = { sources, lines: count, controller: controller.path };
  site.context.report(diagnose(lineDiagnostics.lineCountsDiffer, span, facts, declaredAt(controller)));
  return null;
}
