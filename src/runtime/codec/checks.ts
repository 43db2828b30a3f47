/**
 * Range checks for generated codecs. `check…` guard what is about to be sent, `expect…` what came from
 * another kernel. An error names its field by `field + member`: two constants of the generated code, put together only
 * when there is something to report.
 */
import { DecodeError, EncodeError } from "../errors.ts";
import type { Store } from "./store.ts";

function rejectInteger(
  value: unknown,
  field: string,
  type: string,
  least: number | bigint,
  most: number | bigint,
): never {
  throw new EncodeError(field, `${String(value)} is not a ${type} (an integer from ${least} to ${most})`);
}

export function checkU8(value: number, field: string, member: string = ""): number {
  return value >>> 0 === value && value <= 0xff ? value : rejectInteger(value, field + member, "u8", 0, 0xff);
}
export function checkU16(value: number, field: string, member: string = ""): number {
  return value >>> 0 === value && value <= 0xffff ? value : rejectInteger(value, field + member, "u16", 0, 0xffff);
}
export function checkU32(value: number, field: string, member: string = ""): number {
  return value >>> 0 === value ? value : rejectInteger(value, field + member, "u32", 0, 0xffffffff);
}
export function checkI8(value: number, field: string, member: string = ""): number {
  return (value << 24) >> 24 === value ? value : rejectInteger(value, field + member, "i8", -0x80, 0x7f);
}
export function checkI16(value: number, field: string, member: string = ""): number {
  return (value << 16) >> 16 === value ? value : rejectInteger(value, field + member, "i16", -0x8000, 0x7fff);
}
export function checkI32(value: number, field: string, member: string = ""): number {
  return (value | 0) === value ? value : rejectInteger(value, field + member, "i32", -0x80000000, 0x7fffffff);
}
export function checkU64(value: bigint, field: string, member: string = ""): bigint {
  // A comparison of bigints is a call, this is a mask; so is the next.
  if (typeof value === "bigint" && BigInt.asUintN(64, value) === value) return value;
  return rejectInteger(value, field + member, "u64", 0n, 0xffffffffffffffffn);
}
export function checkI64(value: bigint, field: string, member: string = ""): bigint {
  if (typeof value === "bigint" && BigInt.asIntN(64, value) === value) return value;
  return rejectInteger(value, field + member, "i64", -0x8000000000000000n, 0x7fffffffffffffffn);
}
/** Rounds to the nearest f32; refuses finite numbers that none is near. */
export function checkF32(value: number, field: string, member: string = ""): number {
  const rounded = Math.fround(checkF64(value, field, member));
  if (Number.isFinite(rounded) || !Number.isFinite(value)) return rounded;
  throw new EncodeError(field + member, `${value} is too large for an f32`);
}
export function checkF64(value: number, field: string, member: string = ""): number {
  if (typeof value === "number") return value;
  throw new EncodeError(field + member, `${String(value)} is not a number`);
}
/** 1 for true, 0 for false. */
export function checkBool(value: boolean, field: string, member: string = ""): number {
  if (value === true) return 1;
  if (value === false) return 0;
  throw new EncodeError(field + member, `${String(value)} is not a boolean`);
}

/** The code point of a string that is one Unicode scalar value: one character, and no half of a surrogate pair. */
export function checkChar(value: string, field: string, member: string = ""): number {
  const code = typeof value === "string" ? value.codePointAt(0) : undefined;
  if (code !== undefined && isScalarValue(code) && value.length === (code > 0xffff ? 2 : 1)) return code;
  throw new EncodeError(field + member, `${String(value)} is not one character`);
}

/** A stored code point: it must be a Unicode scalar value. */
export function expectChar(code: number, field: string, member: string = ""): string {
  if (!isScalarValue(code)) throw new DecodeError(field + member, `${code} is not a character`);
  return String.fromCodePoint(code);
}

function isScalarValue(code: number): boolean {
  return code < 0xd800 || (code > 0xdfff && code <= 0x10ffff);
}

/** Flags: an unsigned integer of at most 32 bits, with no others than the `known` ones. */
export function checkFlags(value: number, known: number, field: string, member: string = ""): number {
  if (value >>> 0 === value && (value & ~known) === 0) return value;
  throw new EncodeError(field + member, `${String(value)} has bits that mean nothing`);
}

/** Stored flags: no bits but the `known` ones may be set. */
export function expectFlags(value: number, known: number, field: string, member: string = ""): number {
  if ((value & ~known) === 0) return value;
  throw new DecodeError(field + member, `${value} has bits that mean nothing`);
}

/** A stored bool: a byte that must be 0 or 1. */
export function expectBool(byte: number, field: string, member: string = ""): boolean {
  if (byte > 1) throw new DecodeError(field + member, `${byte} is not a bool`);
  return byte === 1;
}

/** Refuses a message shorter than `least` or longer than `most` bytes. */
export function expectBytes(bytes: number, least: number, most: number, message: string): void {
  if (bytes < least || bytes > most) {
    throw new DecodeError(message, `${bytes} bytes where ${least === most ? least : `${least} to ${most}`} belong`);
  }
}

/**
 * The length word of bounded data. `room` is what it may be at most: the bound, or what was received when that is less;
 * in bytes, of an array in elements.
 */
export function expectLength(from: Store, at: number, room: number, field: string, member: string = ""): number {
  const length = from.loadU32(at);
  if (length > room) throw new DecodeError(field + member, `length ${length} is over ${room}`);
  return length;
}

/** The number of elements of an array that holds `least` to `most`. */
export function checkLength(length: number, least: number, most: number, field: string, member: string = ""): number {
  if (length >= least && length <= most) return length;
  throw new EncodeError(field + member, `${length} elements where ${least === most ? least : `at most ${most}`} fit`);
}
