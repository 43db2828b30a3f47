import { lastAddress, type Space } from "../../model/address-space.ts";

const hexadecimal = /^0x[0-9a-fA-F]+(?:_[0-9a-fA-F]+)*$/;
const decimal = /^\d+(?:_\d+)*$/;

/** Long enough for every address in every notation, binary excepted. */
const longest = 64;

/**
 * An address as it is written on a command line: `0x5502_0000`, `4096`, or `(0, 2, 0)` for a space of several
 * dimensions. Null when it is none, or has more than 64 bits; an address wider than the space is one all the same.
 */
export function readAddress(text: string, space: Space): bigint | null {
  const parts = text.trim().replace(/^\(/, "").replace(/\)$/, "").split(",");
  if (parts.length === 1) return readNumber(text);
  const numbers = parts.map(readNumber);
  if (parts.length !== space.widths.length) return null;
  let address = 0n;
  for (const [part, width] of space.widths.entries()) {
    const number = numbers[part] ?? null;
    if (number === null || number > lastAddress({ bits: width })) return null;
    address = (address << BigInt(width)) | number;
  }
  return address;
}

function readNumber(text: string): bigint | null {
  const written = text.trim();
  if (written.length > longest || !(hexadecimal.test(written) || decimal.test(written))) return null;
  const number = BigInt(written.replaceAll("_", ""));
  return number < 2n ** 64n ? number : null;
}
