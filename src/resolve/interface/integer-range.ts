import type { IntegerName } from "../../model/interface.ts";

export interface Range {
  readonly least: number;
  readonly most: number;
}

/** The values of an integer type that are exact as numbers of JavaScript. */
export function integerRange(integer: IntegerName): Range {
  const bits = Math.min(Number(integer.slice(1)), 54);
  if (integer.startsWith("u")) return { least: 0, most: Math.min(2 ** bits - 1, Number.MAX_SAFE_INTEGER) };
  return { least: Math.max(-(2 ** (bits - 1)), Number.MIN_SAFE_INTEGER), most: 2 ** (bits - 1) - 1 };
}
