/** Reading and writing without objects in between: what generated views and writers are made of. */
import { expectLength } from "../codec/checks.ts";
import type { Store } from "../codec/store.ts";
import { DecodeError, EncodeError, UnsafeIntegerError } from "../errors.ts";

const twoTo32 = 0x1_0000_0000;

/** A u64 as a number; an UnsafeIntegerError for what a number cannot hold exactly. */
export function loadNumberU64(from: Store, at: number, field: string): number {
  const value = from.loadU32(at + 4) * twoTo32 + from.loadU32(at);
  if (value > Number.MAX_SAFE_INTEGER) throw new UnsafeIntegerError(field, from.loadU64(at));
  return value;
}

/** An i64 as a number; an UnsafeIntegerError for what a number cannot hold exactly. */
export function loadNumberI64(from: Store, at: number, field: string): number {
  const value = from.loadI32(at + 4) * twoTo32 + from.loadU32(at);
  if (!Number.isSafeInteger(value)) throw new UnsafeIntegerError(field, from.loadI64(at));
  return value;
}

/** Stores a number as a u64 or, if `least` is below 0, an i64. */
export function storeSafe(to: Store, at: number, value: number, least: number, field: string): void {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new EncodeError(field, `${String(value)} is not a safe integer from ${least}`);
  }
  to.storeU32(at, value >>> 0);
  to.storeI32(at + 4, Math.floor(value / twoTo32));
}

/** The index of an element of an array that has `count`. */
export function expectIndex(index: number, count: number, field: string): number {
  return index >>> 0 === index && index < count ? index : refuseIndex(index, count, field);
}

/** By itself, so that the check is short enough for V8 to inline. */
function refuseIndex(index: number, count: number, field: string): never {
  throw new RangeError(`${field}: no element ${String(index)} of ${count}`);
}

/** The index of one more element of an array that has `count` and room for `most`. */
export function nextIndex(count: number, most: number, field: string): number {
  if (count < most) return count;
  throw new EncodeError(field, `more than ${most} elements`);
}

/** The error of asking a union for an arm that it does not hold. */
export function wrongArm(union: string, holds: string, asked: string): TypeError {
  return new TypeError(`${union} holds ${holds}, not ${asked}`);
}

/** A stored code point: it must be a Unicode scalar value. */
export function verifyChar(code: number, field: string, member: string = ""): void {
  if (code >= 0xd800 && (code < 0xe000 || code > 0x10ffff)) {
    throw new DecodeError(field + member, `${code} is not a character`);
  }
}

/** Refuses stored text that is too long or not UTF-8. `room` as in {@link expectLength}. */
export function verifyString(
  from: Store,
  at: number,
  dataAt: number,
  room: number,
  field: string,
  member: string = "",
): void {
  const length = expectLength(from, at, room, field, member);
  if (!isUtf8(from.bytes, dataAt, dataAt + length)) throw new DecodeError(field + member, "not UTF-8");
}

/** Well-formed UTF-8 (The Unicode Standard, table 3-7), as TextDecoder takes it. */
function isUtf8(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; ) {
    const first = bytes[at] as number;
    const length = first < 0x80 ? 1 : sequenceLength(bytes, at, to, first);
    if (length === 0) return false;
    at += length;
  }
  return true;
}

/** Of a character beyond ASCII; 0 for what is none. */
function sequenceLength(bytes: Uint8Array, at: number, to: number, first: number): number {
  const length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  if (length === 0 || at + length > to) return 0;
  const second = bytes[at + 1] as number;
  const least = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const most = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < least || second > most) return 0;
  for (let next = at + 2; next < at + length; next++) if (((bytes[next] as number) & 0xc0) !== 0x80) return 0;
  return length;
}

/** Bounded data where it lies: changed by whoever writes the memory next. */
export function bytesInPlace(from: Store, at: number, dataAt: number, room: number, field: string): Uint8Array {
  const length = expectLength(from, at, room, field);
  return from.bytes.subarray(dataAt, dataAt + length);
}

/** Above it, one call that copies all is cheaper than a loop, though it makes an object. */
const longestLoop = 128;

/** Copies bounded data into `target` from `start`; the bytes copied. A RangeError, and nothing copied, when they do not fit. */
export function copyBytes(
  from: Store,
  at: number,
  dataAt: number,
  room: number,
  target: Uint8Array,
  start: number,
  field: string,
): number {
  const length = expectLength(from, at, room, field);
  if (!(start >= 0) || start + length > target.length) {
    throw new RangeError(`${field}: ${length} bytes do not fit behind ${start} of ${target.length}`);
  }
  if (length > longestLoop) target.set(from.bytes.subarray(dataAt, dataAt + length), start);
  else for (let index = 0; index < length; index++) target[start + index] = from.bytes[dataAt + index] as number;
  return length;
}

/** Stores text that is UTF-8 already; returns its bytes. */
export function storeText(
  to: Store,
  at: number,
  dataAt: number,
  bound: number,
  value: Uint8Array,
  field: string,
): number {
  if (value.length > bound) throw new EncodeError(field, `longer than ${bound} bytes of UTF-8`);
  if (!isUtf8(value, 0, value.length)) throw new EncodeError(field, "not UTF-8");
  to.bytes.set(value, dataAt);
  to.storeU32(at, value.length);
  return value.length;
}

/** Lets `fill` write bounded data of `length` bytes where it is to lie; returns the length. */
export function fillBytes(
  to: Store,
  at: number,
  dataAt: number,
  bound: number,
  length: number,
  fill: (room: Uint8Array) => void,
  field: string,
): number {
  if (length >>> 0 !== length || length > bound) {
    throw new EncodeError(field, `${String(length)} bytes where at most ${bound} fit`);
  }
  const room = to.bytes.subarray(dataAt, dataAt + length);
  room.fill(0);
  to.storeU32(at, length);
  fill(room);
  return length;
}

/** Zeroes `bytes` bytes. */
export function clear(to: Store, at: number, bytes: number): void {
  to.bytes.fill(0, at, at + bytes);
}
