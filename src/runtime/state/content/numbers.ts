import { decodeValue, encodeValue, numberCodec } from "../value-codec.ts";

export function bytesOfNumber(value: number): Uint8Array {
  return encodeValue(numberCodec, value);
}

/** Null for bytes that are no safe integer. */
export function numberOf(bytes: Uint8Array): number | null {
  if (bytes.length !== numberCodec.longest) return null;
  const value = decodeValue(numberCodec, bytes);
  return Number.isSafeInteger(value) ? value : null;
}
