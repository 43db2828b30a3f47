/**
 * Range checks for generated codecs. `check…` guard what is about to be sent, `expect…` what came from another kernel. An
 * error names its field by `field + member`: two constants of the generated code, put together only when there is
 * something to report.
 *
 * What is done for a good value is kept short, and refusing elsewhere: V8 inlines 920 bytes of code into a function, so
 * that a struct of ten fields has room for all of its checks only when each is small.
 */

import * as refuse from "./refuse.ts";
import type { Store } from "./store.ts";

export { refuseMember, refuseStoredMember } from "./refuse.ts";

export function checkU8(value: number, field: string, member?: string): number {
  return (value & 0xff) === value ? value : refuse.u8(value, field, member);
}
export function checkU16(value: number, field: string, member?: string): number {
  return (value & 0xffff) === value ? value : refuse.u16(value, field, member);
}
export function checkU32(value: number, field: string, member?: string): number {
  return value >>> 0 === value ? value : refuse.u32(value, field, member);
}
export function checkI8(value: number, field: string, member?: string): number {
  return (value << 24) >> 24 === value ? value : refuse.i8(value, field, member);
}
export function checkI16(value: number, field: string, member?: string): number {
  return (value << 16) >> 16 === value ? value : refuse.i16(value, field, member);
}
export function checkI32(value: number, field: string, member?: string): number {
  return (value | 0) === value ? value : refuse.i32(value, field, member);
}
/** By a mask, because a comparison of bigints is a call. */
export function checkU64(value: bigint, field: string, member?: string): bigint {
  return typeof value === "bigint" && BigInt.asUintN(64, value) === value ? value : refuse.u64(value, field, member);
}
export function checkI64(value: bigint, field: string, member?: string): bigint {
  return typeof value === "bigint" && BigInt.asIntN(64, value) === value ? value : refuse.i64(value, field, member);
}
/** The least positive number that rounds to no finite f32. */
const overF32 = 2 ** 128 - 2 ** 103;
/** The store rounds it to the nearest f32; refuses finite numbers that none is near. */
export function checkF32(value: number, field: string, member?: string): number {
  return typeof value === "number" && Math.abs(value) < overF32 ? value : checkRareF32(value, field, member);
}
function checkRareF32(value: number, field: string, member: string | undefined): number {
  const rare = checkF64(value, field, member);
  return Number.isFinite(rare) ? refuse.largeF32(value, field, member) : rare;
}
export function checkF64(value: number, field: string, member?: string): number {
  return typeof value === "number" ? value : refuse.number(value, field, member);
}
/** 1 for true, 0 for false. */
export function checkBool(value: boolean, field: string, member?: string): number {
  return value === true ? 1 : value === false ? 0 : refuse.boolean(value, field, member);
}

/** The code point of a string that is one Unicode scalar value: one character, and no half of a surrogate pair. */
export function checkChar(value: string, field: string, member?: string): number {
  const code = typeof value === "string" ? value.codePointAt(0) : undefined;
  if (code !== undefined && isScalarValue(code) && value.length === (code > 0xffff ? 2 : 1)) return code;
  return refuse.character(value, field, member);
}

/** A stored code point: it must be a Unicode scalar value. */
export function expectChar(code: number, field: string, member?: string): string {
  return isScalarValue(code) ? String.fromCodePoint(code) : refuse.stored(`${code} is not a character`, field, member);
}

function isScalarValue(code: number): boolean {
  return code < 0xd800 || (code > 0xdfff && code <= 0x10ffff);
}

/** Flags: an unsigned integer of at most 32 bits, with no others than the `known` ones. */
export function checkFlags(value: number, known: number, field: string, member?: string): number {
  return value >>> 0 === value && (value & ~known) === 0 ? value : refuse.bits(value, field, member);
}

/** Stored flags: no bits but the `known` ones may be set. */
export function expectFlags(value: number, known: number, field: string, member?: string): number {
  return (value & ~known) === 0 ? value : refuse.stored(`${value} has bits that mean nothing`, field, member);
}

/** A stored bool: a byte that must be 0 or 1. */
export function expectBool(byte: number, field: string, member?: string): boolean {
  return byte > 1 ? refuse.stored(`${byte} is not a bool`, field, member) : byte === 1;
}

/** Refuses a message shorter than `least` or longer than `most` bytes. */
export function expectBytes(bytes: number, least: number, most: number, message: string): void {
  if (bytes < least || bytes > most) {
    refuse.stored(`${bytes} bytes where ${least === most ? least : `${least} to ${most}`} belong`, message);
  }
}

/**
 * The length word of bounded data. `room` is what it may be at most: the bound, or what was received when that is less;
 * in bytes, of an array in elements.
 */
export function expectLength(from: Store, at: number, room: number, field: string, member?: string): number {
  const length = from.loadU32(at);
  return length <= room ? length : refuse.stored(`length ${length} is over ${room}`, field, member);
}

/**
 * The bytes of an open struct that its sender's version uses: at least those up to the last field that must be there, at
 * most its room.
 */
export function expectOpen(
  from: Store,
  at: number,
  least: number,
  room: number,
  field: string,
  member?: string,
): number {
  const used = from.loadU32(at);
  if (used >= least && used <= room) return used;
  return refuse.stored(`${used} bytes of an open struct where ${least} to ${room} belong`, field, member);
}

/** Refuses a field that is said to be there, though what its sender's version uses ends before it does. */
export function expectWithin(used: number, end: number, field: string, member?: string): void {
  if (used < end) refuse.stored(`said to be there, behind the ${used} bytes that are used`, field, member);
}

/** The number of elements of an array that holds `least` to `most`. */
export function checkLength(length: number, least: number, most: number, field: string, member?: string): number {
  return length >= least && length <= most ? length : refuse.elements(length, least, most, field, member);
}

/** An element of an array that has been found to have that many. One that has gone since is refused as what it is: none. */
export function elementOf<Item>(items: readonly Item[], index: number): Item {
  return items[index] as Item;
}
