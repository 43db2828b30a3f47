/** Expressions to values. Every fault is reported once, at the smallest expression that shows it. */
import { closestName } from "../algorithms/closest-name.ts";
import { quantityDiagnostics } from "../diagnostics/catalogue/resolve/quantities.ts";
import { type Diagnostic, diagnose, type Fix } from "../diagnostics/diagnostic.ts";
import type { Report } from "../diagnostics/report.ts";
import type { Span } from "../source/source-file.ts";
import type {
  BinaryExpression,
  Expression,
  Name,
  Path,
  QuantityLiteral,
  Reference,
  UnaryExpression,
} from "../syntax/ast.ts";
import { baseUnits, dimensionWords, findUnit, unitNames, usualUnits } from "./units.ts";
import { countOf, describeValue, printValue, type Value } from "./value.ts";

/** The names an expression can use: parameters, loop variables, constants. */
export interface Environment {
  /** Null for a name whose own value was faulty: what uses it stays silent. */
  readonly values: ReadonlyMap<string, Value | null>;
  /** The clock in hertz of the one core a path names (`60 cycles of p[0].cpu[0]`), or null after a report. */
  readonly clockOf: (path: Path) => number | null;
  /** The value of `Block.sector`, or null after a report. Without it names of other interfaces mean nothing. */
  readonly valueElsewhere?: (reference: Reference) => Value | null;
}

export interface Context {
  readonly environment: Environment;
  readonly report: Report;
}

/** The value of an expression, or null after a report. */
export function evaluate(expression: Expression, context: Context): Value | null {
  switch (expression.kind) {
    case "number":
      return checkedSize(countOf(expression.value), expression.span, context);
    case "quantity":
      return evaluateQuantity(expression, context);
    case "reference":
      return evaluateReference(expression, context);
    case "unary":
      return evaluateNegation(expression, context);
    case "binary":
      return evaluateBinary(expression, context);
  }
}

function evaluateQuantity(literal: QuantityLiteral, context: Context): Value | null {
  const unit = findUnit(literal.unit.text);
  if (unit === null) {
    context.report(unknownUnit(literal.unit));
    return null;
  }
  const amount = roundNoise(literal.number.value * unit.scale);
  if (!unit.cycles) return checkedSize({ dimension: unit.dimension, amount, cycles: null }, literal.span, context);
  const hertz = literal.clock === null ? null : context.environment.clockOf(literal.clock);
  if (literal.clock !== null && hertz === null) return null;
  return checkedSize({ dimension: "time", amount, cycles: { hertz } }, literal.span, context);
}

/** Undoes what binary fractions add to a product of a short decimal and a power of ten: `1.1 GB` is whole bytes. */
function roundNoise(amount: number): number {
  const whole = Math.round(amount);
  return Math.abs(amount - whole) <= 1e-12 * Math.abs(amount) ? whole : amount;
}

function unknownUnit(unit: Name): Diagnostic {
  const suggestion = closestName(unit.text, unitNames());
  const known = Object.values(usualUnits).flat();
  const fixes = suggestion === null ? [] : [replacement(unit.span, suggestion)];
  return diagnose(quantityDiagnostics.unknownUnit, unit.span, { unit: unit.text, suggestion, known }, { fixes });
}

/** The fix that puts one name in the place of another. */
export function replacement(span: Span, text: string): Fix {
  return { title: `write \`${text}\``, edits: [{ span, text }] };
}

function evaluateReference(reference: Reference, context: Context): Value | null {
  const { values, valueElsewhere } = context.environment;
  const { interface: owner, name } = reference;
  if (owner !== null && valueElsewhere !== undefined) return valueElsewhere(reference);
  if (owner !== null) return reportUnknown(`${owner.text}.${name.text}`, null, reference.span, context);
  const value = values.get(name.text);
  if (value !== undefined) return value;
  return reportUnknown(name.text, closestName(name.text, values.keys()), name.span, context);
}

function reportUnknown(name: string, suggestion: string | null, span: Span, { report }: Context): null {
  const fixes = suggestion === null ? [] : [replacement(span, suggestion)];
  report(diagnose(quantityDiagnostics.unknownVariable, span, { name, suggestion }, { fixes }));
  return null;
}

function evaluateNegation(expression: UnaryExpression, context: Context): Value | null {
  const operand = evaluate(expression.operand, context);
  return operand === null ? null : { ...operand, amount: 0 - operand.amount };
}

function evaluateBinary(expression: BinaryExpression, context: Context): Value | null {
  const left = evaluate(expression.left, context);
  const right = evaluate(expression.right, context);
  if (left === null || right === null) return null;
  const result = combine(expression, left, right, context);
  return result === null ? null : checkedSize(result, expression.span, context);
}

function combine(expression: BinaryExpression, left: Value, right: Value, context: Context): Value | null {
  switch (expression.operator) {
    case "+":
    case "-":
      return addLike(expression, left, right, context);
    case "*":
      return multiply(expression, left, right, context);
    case "/":
    case "%":
      return divide(expression, left, right, context);
  }
}

function addLike(expression: BinaryExpression, left: Value, right: Value, context: Context): Value | null {
  if (!areLike(expression, left, right, context)) return null;
  const sign = expression.operator === "+" ? 1 : -1;
  return { ...left, amount: roundNoise(left.amount + sign * right.amount) };
}

function multiply(expression: BinaryExpression, left: Value, right: Value, context: Context): Value | null {
  const amount = roundNoise(left.amount * right.amount);
  if (right.dimension === "count") return { ...left, amount };
  if (left.dimension === "count") return { ...right, amount };
  reportDiffering(expression, left, right, context);
  return null;
}

/** Whole counts divide like integers of C, rounding towards zero; all else divides exactly. */
function divide(expression: BinaryExpression, left: Value, right: Value, context: Context): Value | null {
  const byCount = right.dimension === "count";
  if (!(byCount && expression.operator === "/") && !areLike(expression, left, right, context)) return null;
  if (right.amount === 0) {
    context.report(diagnose(quantityDiagnostics.divisionByZero, expression.right.span, {}));
    return null;
  }
  if (expression.operator === "%") return { ...left, amount: left.amount % right.amount };
  const quotient = roundNoise(left.amount / right.amount);
  const whole = left.dimension === "count" && Number.isInteger(left.amount) && Number.isInteger(right.amount);
  if (whole) return countOf(Math.trunc(quotient));
  return byCount ? { ...left, amount: quotient } : countOf(quotient);
}

function areLike(expression: BinaryExpression, left: Value, right: Value, context: Context): boolean {
  if (left.dimension !== right.dimension) {
    reportDiffering(expression, left, right, context);
    return false;
  }
  if ((left.cycles === null) === (right.cycles === null) && left.cycles?.hertz === right.cycles?.hertz) return true;
  context.report(diagnose(quantityDiagnostics.clocksMixed, expression.span, {}));
  return false;
}

const operationWords = {
  "+": "add",
  "-": "subtract",
  "*": "multiply",
  "/": "divide",
  "%": "take the rest of",
} as const;

function reportDiffering(expression: BinaryExpression, left: Value, right: Value, context: Context): void {
  const operation = operationWords[expression.operator];
  const facts = { operation, left: describeValue(left), right: describeValue(right) };
  context.report(diagnose(quantityDiagnostics.dimensionsDiffer, expression.span, facts));
}

function checkedSize(value: Value, span: Span, context: Context): Value | null {
  if (Math.abs(value.amount) <= Number.MAX_SAFE_INTEGER + 1) return value;
  const facts = {
    what: "this",
    value: printValue(value),
    unit: value.cycles === null ? baseUnits[value.dimension] : "",
  };
  context.report(diagnose(quantityDiagnostics.tooLarge, span, facts));
  return null;
}

/** Reports that `value` is not of the `wanted` dimension; `what` names the place: `the size of a memory`. */
export function isDimension(
  value: Value,
  wanted: Value["dimension"],
  what: string,
  span: Span,
  context: Context,
): boolean {
  if (value.dimension === wanted) return true;
  const facts = {
    what,
    wanted: dimensionWords[wanted],
    units: usualUnits[wanted],
    given: describeValue(value),
  };
  const fixes = value.dimension === "count" && wanted === "size" ? bytesFix(span) : [];
  context.report(diagnose(quantityDiagnostics.wrongDimension, span, facts, { fixes }));
  return false;
}

/** Manuals give sizes in hexadecimal and mean bytes: `size 0x1000`. */
function bytesFix(span: Span): readonly Fix[] {
  const text = span.source.text.slice(span.start, span.end);
  if (!/^0x[0-9a-f_]+$/i.test(text)) return [];
  return [{ title: `write \`${text} B\``, edits: [{ span: { ...span, start: span.end }, text: " B" }] }];
}
