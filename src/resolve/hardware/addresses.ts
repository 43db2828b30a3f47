/** Addresses: whole numbers beyond 2^53, which sizes count into as their bytes, and tuples of several parts. */
import { larger } from "../../algorithms/big-integers.ts";
import { addressDiagnostics } from "../../diagnostics/catalogue/resolve/addresses.ts";
import { quantityDiagnostics } from "../../diagnostics/catalogue/resolve/quantities.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import { type AddressRange, printAddress, type Space } from "../../model/address-space.ts";
import type {
  Address,
  AddressEntry,
  AddressTuple,
  BinaryExpression,
  Expression,
  NumberLiteral,
} from "../../syntax/ast.ts";
import { isWellFormedNumber } from "../../syntax/literals.ts";
import { type Context, evaluate } from "../evaluate.ts";
import { describeValue, type Value } from "../value.ts";

const addressLimit = 2n ** 64n;
/** Longer literals are out of bounds whatever their digits. */
const longestLiteral = 80;

/** One address; null after a report. `what` names it in messages: `an address`. */
export function expectAddress(expression: Expression, what: string, context: Context): bigint | null {
  const address = addressOf(expression, what, context);
  if (address === null) return null;
  if (address >= 0n && address < addressLimit) return address;
  return reportTooLarge(expression, what, address < 0n ? `${address}` : printAddress(address), context);
}

function reportTooLarge(expression: Expression, what: string, address: string, context: Context): null {
  context.report(diagnose(addressDiagnostics.addressTooLarge, expression.span, { what, address }));
  return null;
}

/** Exact, where {@link evaluate} is only so up to 2^53. */
function addressOf(expression: Expression, what: string, context: Context): bigint | null {
  switch (expression.kind) {
    case "number":
      return literalOf(expression, what, context);
    case "unary": {
      const operand = addressOf(expression.operand, what, context);
      return operand === null ? null : -operand;
    }
    case "binary":
      return combined(expression, what, context);
    default: {
      const value = evaluate(expression, context);
      return value === null ? null : bytesOf(value, expression, what, context);
    }
  }
}

function literalOf(literal: NumberLiteral, what: string, context: Context): bigint | null {
  if (literal.raw.length > longestLiteral) return reportTooLarge(literal, what, "so large", context);
  if (!isWellFormedNumber(literal.raw)) return null;
  if (!literal.raw.includes(".")) return BigInt(literal.raw.replaceAll("_", ""));
  const value = evaluate(literal, context);
  return value === null ? null : bytesOf(value, literal, what, context);
}

function bytesOf(value: Value, expression: Expression, what: string, context: Context): bigint | null {
  if (value.dimension !== "count" && value.dimension !== "size") {
    const facts = { what, wanted: "a number or a size", units: ["KiB", "MiB", "GiB"], given: describeValue(value) };
    context.report(diagnose(quantityDiagnostics.wrongDimension, expression.span, facts));
    return null;
  }
  if (Number.isInteger(value.amount)) return BigInt(value.amount);
  const unit = value.dimension === "size" ? " of bytes" : "";
  const facts = { what, value: describeValue(value), unit };
  context.report(diagnose(quantityDiagnostics.notWhole, expression.span, facts));
  return null;
}

function combined(expression: BinaryExpression, what: string, context: Context): bigint | null {
  const left = addressOf(expression.left, what, context);
  const right = addressOf(expression.right, what, context);
  if (left === null || right === null) return null;
  if (right === 0n && (expression.operator === "/" || expression.operator === "%")) {
    context.report(diagnose(quantityDiagnostics.divisionByZero, expression.right.span, {}));
    return null;
  }
  const result = calculate(expression.operator, left, right);
  // What is far out of bounds does not come back, and its digits are spared.
  return result > -(addressLimit ** 2n) && result < addressLimit ** 2n
    ? result
    : reportTooLarge(expression, what, "so large", context);
}

function calculate(operator: BinaryExpression["operator"], left: bigint, right: bigint): bigint {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    case "%":
      return left % right;
  }
}

// ───────────────────────────── addresses of a space ─────────────────────────────

/** One address of a space, of as many parts as its addresses have; null after a report. */
export function expectAddressIn(address: Address, space: Space, context: Context): bigint | null {
  if (address.kind !== "tuple") return expectAddress(address, "an address", context);
  const box = boxOf(address, space, context);
  if (box === null) return null;
  if (box.every(({ from, to }) => from === to)) return joined(box, space);
  context.report(diagnose(addressDiagnostics.addressNotSingle, address.span, {}));
  return null;
}

/** The range of each part of the addresses that a tuple names; null after a report. */
export function boxOf(tuple: AddressTuple, space: Space, context: Context): readonly AddressRange[] | null {
  const { entries } = tuple;
  if (entries.length !== space.widths.length) {
    const facts = { space: space.path, wanted: space.widths.length, given: entries.length };
    context.report(diagnose(addressDiagnostics.addressParts, tuple.span, facts));
    return null;
  }
  const ranges = entries.map((entry, at) => entryRange(entry, { space, part: at }, context));
  return ranges.some((range) => range === null) ? null : ranges.flatMap((range) => range ?? []);
}

interface PartOfAddress {
  readonly space: Space;
  readonly part: number;
}

function entryRange(entry: AddressEntry, { space, part }: PartOfAddress, context: Context): AddressRange | null {
  const bits = space.widths[part] ?? 0;
  const last = 2n ** BigInt(bits) - 1n;
  if (entry.from === null) return { from: 0n, to: last };
  const from = expectAddress(entry.from, "a part of an address", context);
  const to = entry.to === null ? from : expectAddress(entry.to, "a part of an address", context);
  if (from === null || to === null) return null;
  const most = larger(from, to);
  if (most > last) {
    const facts = { space: space.path, part: part + 1, address: `${most}`, bits };
    context.report(diagnose(addressDiagnostics.addressPartTooLarge, entry.span, facts));
    return null;
  }
  return from <= to ? { from, to } : reportBackwards(from, to, entry, context);
}

export function reportBackwards(
  from: bigint,
  to: bigint,
  { span }: Pick<AddressEntry, "span">,
  context: Context,
): null {
  const facts = { from: printAddress(from), to: printAddress(to) };
  context.report(diagnose(addressDiagnostics.rangeOfAddressesBackwards, span, facts));
  return null;
}

/** The first address of a box as one number. */
function joined(box: readonly AddressRange[], { widths }: Space): bigint {
  return box.reduce((address, { from }, part) => (address << BigInt(widths[part] ?? 0)) | from, 0n);
}

/** How many runs of neighbouring addresses a box has. */
export function countRuns(box: readonly AddressRange[], space: Space): bigint {
  const inner = innermostPartial(box, space);
  return box.slice(0, inner).reduce((count, { from, to }) => count * (to - from + 1n), 1n);
}

/** The addresses of a box as runs of neighbours, ascending. */
export function runsOf(box: readonly AddressRange[], space: Space): readonly AddressRange[] {
  const inner = innermostPartial(box, space);
  const below = space.widths.slice(inner + 1).reduce((bits, width) => bits + width, 0);
  let heads: readonly bigint[] = [0n];
  for (const [part, { from, to }] of box.slice(0, inner).entries()) {
    const width = BigInt(space.widths[part] ?? 0);
    heads = heads.flatMap((head) => upTo(from, to).map((value) => (head << width) | value));
  }
  const { from, to } = box[inner] ?? { from: 0n, to: 0n };
  const width = BigInt(space.widths[inner] ?? 0);
  const shift = BigInt(below);
  return heads.map((head) => ({
    from: ((head << width) | from) << shift,
    to: (((head << width) | to) << shift) | ((1n << shift) - 1n),
  }));
}

/** The last part that is not taken whole: behind it addresses follow each other. */
function innermostPartial(box: readonly AddressRange[], { widths }: Space): number {
  const isWhole = ({ from, to }: AddressRange, part: number) =>
    from === 0n && to === 2n ** BigInt(widths[part] ?? 0) - 1n;
  return Math.max(
    0,
    box.findLastIndex((range, part) => !isWhole(range, part)),
  );
}

function upTo(from: bigint, to: bigint): readonly bigint[] {
  return Array.from({ length: Number(to - from) + 1 }, (_, step) => from + BigInt(step));
}
