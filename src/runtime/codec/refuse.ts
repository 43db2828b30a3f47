/** The errors that checks throw. A member is the rest of its field's name. */
import { DecodeError, EncodeError } from "../errors.ts";

type Refusal = (value: unknown, field: string, member?: string) => never;

function integer(type: string, least: number | bigint, most: number | bigint): Refusal {
  return refusal((value) => `${value} is not a ${type} (an integer from ${least} to ${most})`);
}

function refusal(describe: (value: string) => string): Refusal {
  return (value, field, member = "") => {
    throw new EncodeError(field + member, describe(String(value)));
  };
}

export const u8: Refusal = integer("u8", 0, 0xff);
export const u16: Refusal = integer("u16", 0, 0xffff);
export const u32: Refusal = integer("u32", 0, 0xffffffff);
export const u64: Refusal = integer("u64", 0n, 0xffffffffffffffffn);
export const i8: Refusal = integer("i8", -0x80, 0x7f);
export const i16: Refusal = integer("i16", -0x8000, 0x7fff);
export const i32: Refusal = integer("i32", -0x80000000, 0x7fffffff);
export const i64: Refusal = integer("i64", -0x8000000000000000n, 0x7fffffffffffffffn);
export const largeF32: Refusal = refusal((value) => `${value} is too large for an f32`);
export const number: Refusal = refusal((value) => `${value} is not a number`);
export const boolean: Refusal = refusal((value) => `${value} is not a boolean`);
export const character: Refusal = refusal((value) => `${value} is not one character`);
export const bits: Refusal = refusal((value) => `${value} has bits that mean nothing`);

/** Refuses to send what is no member of an enum. */
export function refuseMember(value: unknown, type: string, field: string, member: string = ""): never {
  throw new EncodeError(field + member, `${String(value)} is not a ${type}`);
}

/** Refuses what came from another kernel and is no member of an enum. */
export function refuseStoredMember(value: unknown, type: string, field: string, member: string = ""): never {
  throw new DecodeError(field + member, `${String(value)} is not a ${type}`);
}

export function elements(length: number, least: number, most: number, field: string, member: string = ""): never {
  throw new EncodeError(field + member, `${length} elements where ${least === most ? least : `at most ${most}`} fit`);
}

/** Refuses what came from another kernel. */
export function stored(text: string, field: string, member: string = ""): never {
  throw new DecodeError(field + member, text);
}
