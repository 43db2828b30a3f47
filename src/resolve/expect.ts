/** Expressions where a certain quantity is wanted: its dimension, sign, wholeness and bounds are judged here. */
import { quantityDiagnostics } from "../diagnostics/catalogue/resolve/quantities.ts";
import { diagnose } from "../diagnostics/diagnostic.ts";
import type { Time } from "../model/quantity.ts";
import type { Span } from "../source/source-file.ts";
import type { Expression } from "../syntax/ast.ts";
import { type Context, evaluate, isDimension } from "./evaluate.ts";
import { printValue, type Value } from "./value.ts";

/** Inclusive bounds; by default from 0 to 2^53. */
export interface Bounds {
  readonly least?: number;
  readonly most?: number;
}

/** A whole number; `what` names it in messages: `the number of cores`. Null after a report. */
export function expectCount(
  expression: Expression,
  what: string,
  context: Context,
  bounds: Bounds = {},
): number | null {
  const value = evaluate(expression, context);
  return value === null ? null : judgeCount(value, what, expression.span, context, bounds);
}

export function judgeCount(
  value: Value,
  what: string,
  span: Span,
  context: Context,
  bounds: Bounds = {},
): number | null {
  if (!isDimension(value, "count", what, span, context) || !isWhole(value, what, "", span, context)) return null;
  return isWithin(value, what, span, context, bounds) ? value.amount : null;
}

/** Whole bytes, at least `bounds.least` (0). Null after a report. */
export function expectSize(expression: Expression, what: string, context: Context, bounds: Bounds = {}): number | null {
  const value = evaluate(expression, context);
  return value === null ? null : judgeSize(value, what, expression.span, context, bounds);
}

export function judgeSize(
  value: Value,
  what: string,
  span: Span,
  context: Context,
  bounds: Bounds = {},
): number | null {
  if (!isDimension(value, "size", what, span, context) || !isWithin(value, what, span, context, bounds)) return null;
  return isWhole(value, what, " of bytes", span, context) ? value.amount : null;
}

/** Hertz or bytes per second, rounded to a whole number. Null after a report. */
export function judgeRate(
  value: Value,
  dimension: "frequency" | "bandwidth",
  what: string,
  span: Span,
  context: Context,
  bounds: Bounds = {},
): number | null {
  const fits = isDimension(value, dimension, what, span, context) && isWithin(value, what, span, context, bounds);
  return fits ? Math.round(value.amount) : null;
}

export function expectFrequency(
  expression: Expression,
  what: string,
  context: Context,
  bounds: Bounds = {},
): number | null {
  const value = evaluate(expression, context);
  return value === null ? null : judgeRate(value, "frequency", what, expression.span, context, bounds);
}

export function expectBandwidth(
  expression: Expression,
  what: string,
  context: Context,
  bounds: Bounds = {},
): number | null {
  const value = evaluate(expression, context);
  return value === null ? null : judgeRate(value, "bandwidth", what, expression.span, context, bounds);
}

/** The clock that counts cycles where a value is used, in hertz; null after it reported that there is none. */
export type ClockInScope = (span: Span) => number | null;

export function expectTime(expression: Expression, what: string, context: Context, clock: ClockInScope): Time | null {
  const value = evaluate(expression, context);
  return value === null ? null : judgeTime(value, what, expression.span, context, clock);
}

export function judgeTime(value: Value, what: string, span: Span, context: Context, clock: ClockInScope): Time | null {
  if (!isDimension(value, "time", what, span, context) || !isWithin(value, what, span, context, {})) return null;
  if (value.cycles === null) return { picoseconds: Math.round(value.amount), cycles: null };
  const hertz = value.cycles.hertz ?? clock(span);
  const time = hertz === null ? null : timeOfCycles(value.amount, hertz);
  if (time === null || Number.isSafeInteger(time.picoseconds)) return time;
  const facts = { what, value: printValue({ ...value, amount: time.picoseconds, cycles: null }), unit: "ps" };
  context.report(diagnose(quantityDiagnostics.tooLarge, span, facts));
  return null;
}

/** Rounded to whole picoseconds. `hertz` of 0 gives no time: a stopped clock is reported where it is declared. */
export function timeOfCycles(count: number, hertz: number): Time | null {
  if (hertz <= 0) return null;
  return { picoseconds: Math.round((count * 1e12) / hertz), cycles: { count, hertz } };
}

function isWhole(value: Value, what: string, unit: string, span: Span, context: Context): boolean {
  if (Number.isInteger(value.amount)) return true;
  context.report(diagnose(quantityDiagnostics.notWhole, span, { what, value: printValue(value), unit }));
  return false;
}

/** Reports what lies outside of the bounds; below zero has a message of its own. */
export function isWithin(value: Value, what: string, span: Span, context: Context, bounds: Bounds): boolean {
  const { least = 0, most = Number.MAX_SAFE_INTEGER + 1 } = bounds;
  if (value.amount >= least && value.amount <= most) return true;
  if (value.amount < 0 && least >= 0) {
    context.report(diagnose(quantityDiagnostics.negative, span, { what, value: printValue(value) }));
    return false;
  }
  const limit = (amount: number) => printValue({ ...value, amount });
  const facts = {
    what,
    value: printValue(value),
    least: limit(least),
    most: bounds.most === undefined ? null : limit(most),
  };
  context.report(diagnose(quantityDiagnostics.outOfBounds, span, facts));
  return false;
}
