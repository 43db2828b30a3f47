import type { Dimension } from "../model/quantity.ts";
import { dimensionWords } from "./units.ts";

/**
 * What an expression comes to. `amount` is in the base unit of the dimension (bytes, picoseconds, hertz, bytes per
 * second); of cycles it is their number, and becomes a time only where the value is used, by the clock there.
 */
export interface Value {
  readonly dimension: Dimension;
  readonly amount: number;
  /** Set for cycles: the clock they were tied to by `of`, in hertz, or null for the clock where they are used. */
  readonly cycles: { readonly hertz: number | null } | null;
}

export function countOf(amount: number): Value {
  return { dimension: "count", amount, cycles: null };
}

const printed: Readonly<Record<Dimension, readonly (readonly [string, number])[]>> = {
  count: [["", 1]],
  size: [
    ["TiB", 2 ** 40],
    ["GiB", 2 ** 30],
    ["MiB", 2 ** 20],
    ["KiB", 2 ** 10],
    ["TB", 1e12],
    ["GB", 1e9],
    ["MB", 1e6],
    ["kB", 1e3],
    ["B", 1],
  ],
  time: [
    ["s", 1e12],
    ["ms", 1e9],
    ["us", 1e6],
    ["ns", 1e3],
    ["ps", 1],
  ],
  frequency: [
    ["GHz", 1e9],
    ["MHz", 1e6],
    ["kHz", 1e3],
    ["Hz", 1],
  ],
  bandwidth: [
    ["GB/s", 1e9],
    ["MB/s", 1e6],
    ["kB/s", 1e3],
    ["B/s", 1],
  ],
};

/** `4 GiB`, `60 cycles`, `1.5 GHz`: as a person would write it, in the unit that makes it shortest. */
export function printValue(value: Value): string {
  if (value.cycles !== null) return `${printNumber(value.amount)} cycles`;
  const units = printed[value.dimension];
  const fitting = units.filter(([, scale], index) => Math.abs(value.amount) >= scale || index === units.length - 1);
  const exact = fitting.filter(([, scale]) => Number(printNumber(value.amount / scale)) * scale === value.amount);
  const texts = (exact.length > 0 ? exact : fitting).map(([unit, scale]) => printIn(value.amount / scale, unit));
  return texts.reduce((shortest, text) => (text.length < shortest.length ? text : shortest));
}

function printIn(number: number, unit: string): string {
  return `${printNumber(number)} ${unit}`.trimEnd();
}

/** At most four decimals; the same in every locale. */
export function printNumber(amount: number): string {
  return Number.isInteger(amount) ? String(amount) : String(Number(amount.toFixed(4)));
}

/** `a time (15 cycles)`: what a value is, for messages. */
export function describeValue(value: Value): string {
  return `${dimensionWords[value.dimension]} (${printValue(value)})`;
}
