/** `0x5502_0000`: four digits at a time. */
export function printHexadecimal(number: bigint): string {
  const digits = number.toString(16);
  const first = digits.length % 4;
  const groups = digits.slice(first).match(/.{4}/g) ?? [];
  return `0x${[digits.slice(0, first), ...groups].filter((group) => group !== "").join("_")}`;
}

/** A number of several parts, each of so many bits, as `(0, 2, 4095)`; one of a single part in hexadecimal. */
export function printParts(number: bigint, widths: readonly number[]): string {
  if (widths.length === 1) return printHexadecimal(number);
  const parts: string[] = [];
  let rest = number;
  for (const width of widths.slice(1).reverse()) {
    parts.unshift(`${rest & ((1n << BigInt(width)) - 1n)}`);
    rest >>= BigInt(width);
  }
  return `(${[`${rest}`, ...parts].join(", ")})`;
}
