/** Lines of a controller, named by a number or a range along each of its dimensions. */
import { countNumbers, type NumberRange } from "../../algorithms/number-ranges.ts";
import { lineDiagnostics } from "../../diagnostics/catalogue/resolve/interrupts.ts";
import { pathDiagnostics } from "../../diagnostics/catalogue/resolve/paths.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Controller } from "../../model/interrupt.ts";
import type { Span } from "../../source/source-file.ts";
import type { LineNumbers, Selector } from "../../syntax/ast.ts";
import type { Context } from "../evaluate.ts";
import { type Bounds, expectCount } from "../expect.ts";

/** More stretches than these nobody writes down. */
const stretchLimit = 65_536;

export function lineCount({ dimensions }: Pick<Controller, "dimensions">): number {
  return dimensions.reduce((product, length) => product * length, 1);
}

/** The lines that `written` names, by their number; null after a report. */
export function chooseLines(
  written: LineNumbers,
  controller: Controller,
  context: Context,
): readonly NumberRange[] | null {
  const { dimensions } = controller;
  if (written.axes.length !== dimensions.length) {
    const facts = { controller: controller.path, dimensions, given: written.axes.length };
    context.report(diagnose(lineDiagnostics.lineDimensions, written.span, facts, declaredAt(controller)));
    return null;
  }
  const along = written.axes.map((selector, axis) => rangeAlong(selector, axis, controller, context));
  const ranges = along.filter((range) => range !== null);
  return ranges.length < along.length ? null : combine(ranges, written, controller, context);
}

function rangeAlong(selector: Selector, axis: number, controller: Controller, context: Context): NumberRange | null {
  const length = controller.dimensions[axis] ?? 0;
  if (selector.kind === "all") return { from: 0, to: length - 1 };
  const range = expectRange(selector, "a line", context);
  if (range === null) return null;
  const { from, to } = range;
  if (to < length) return { from, to };
  const several = controller.dimensions.length > 1;
  reportBeyond(controller, { length, axis: several ? axis : null, line: to, isNamed: true }, selector.span, context);
  return null;
}

/** Both ends within the bounds; null after a report. */
export function expectRange(
  selector: Exclude<Selector, { kind: "all" }>,
  what: string,
  context: Context,
  bounds: Bounds = {},
): NumberRange | null {
  if (selector.kind === "index") {
    const index = expectCount(selector.index, what, context, bounds);
    return index === null ? null : { from: index, to: index };
  }
  const from = expectCount(selector.from, what, context, bounds);
  const to = expectCount(selector.to, what, context, bounds);
  if (from === null || to === null) return null;
  if (from <= to) return { from, to };
  context.report(diagnose(pathDiagnostics.rangeBackwards, selector.span, { from, to }));
  return null;
}

/** Row by row; where inner dimensions are named in full, rows that follow one another stay one stretch. */
function combine(
  along: readonly NumberRange[],
  written: LineNumbers,
  controller: Controller,
  context: Context,
): readonly NumberRange[] | null {
  let lines: readonly NumberRange[] = [{ from: 0, to: 0 }];
  for (const [axis, range] of along.entries()) {
    const length = controller.dimensions[axis] ?? 1;
    if (range.from === 0 && range.to === length - 1) {
      lines = lines.map(({ from, to }) => ({ from: from * length, to: (to + 1) * length - 1 }));
    } else if (countNumbers(lines) <= stretchLimit) {
      lines = lines.flatMap((rows) => inEachRow(rows, range, length));
    } else {
      const facts = { controller: controller.path, limit: stretchLimit };
      context.report(diagnose(lineDiagnostics.tooManyStretches, written.span, facts, declaredAt(controller)));
      return null;
    }
  }
  return lines;
}

function inEachRow(rows: NumberRange, { from, to }: NumberRange, length: number): readonly NumberRange[] {
  return Array.from({ length: rows.to - rows.from + 1 }, (_, step) => {
    const start = (rows.from + step) * length;
    return { from: start + from, to: start + to };
  });
}

/** The lines from `first` on, as many as `count`; null after a report. */
export function linesFrom(
  first: number,
  count: number,
  controller: Controller,
  span: Span,
  context: Context,
): NumberRange | null {
  const length = lineCount(controller);
  const to = first + count - 1;
  if (to < length) return { from: first, to };
  reportBeyond(controller, { length, axis: null, line: to, isNamed: false }, span, context);
  return null;
}

function reportBeyond(
  controller: Controller,
  facts: { readonly length: number; readonly axis: number | null; readonly line: number; readonly isNamed: boolean },
  span: Span,
  context: Context,
): void {
  const told = { controller: controller.path, ...facts };
  const cause = `line ${facts.line} of ${controller.span.source.path} ${controller.span.start}`;
  context.report(diagnose(lineDiagnostics.lineOutOfRange, span, told, declaredAt(controller)), cause);
}

export function declaredAt({ span, path }: Controller) {
  return { related: [{ span, message: `the controller \`${path}\` is declared here` }] };
}
