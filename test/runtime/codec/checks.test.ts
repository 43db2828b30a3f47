import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as checks from "../../../src/runtime/codec/checks.ts";
import { EncodeError } from "../../../src/runtime/errors.ts";

const integers = [
  ["u8", checks.checkU8, 0, 2 ** 8 - 1],
  ["u16", checks.checkU16, 0, 2 ** 16 - 1],
  ["u32", checks.checkU32, 0, 2 ** 32 - 1],
  ["i8", checks.checkI8, -(2 ** 7), 2 ** 7 - 1],
  ["i16", checks.checkI16, -(2 ** 15), 2 ** 15 - 1],
  ["i32", checks.checkI32, -(2 ** 31), 2 ** 31 - 1],
] as const;

const wide = [
  ["u64", checks.checkU64, 0n, 2n ** 64n - 1n],
  ["i64", checks.checkI64, -(2n ** 63n), 2n ** 63n - 1n],
] as const;

describe("integers", () => {
  test.each(integers)("%s holds its range and nothing else", (name, check, least, most) => {
    for (const value of [least, most, 0, 1]) expect(check(value, "at")).toBe(value);
    for (const value of [least - 1, most + 1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
      expect(() => check(value, "Block.read at", ".count")).toThrow(
        `Block.read at.count: ${value} is not a ${name} (an integer from ${least} to ${most})`,
      );
    }
    fc.assert(fc.property(fc.integer({ min: least, max: most }), (value) => check(value, "") === value));
  });

  test.each(wide)("%s holds its range and nothing else", (_name, check, least, most) => {
    for (const value of [least, most, 0n, 1n]) expect(check(value, "at")).toBe(value);
    for (const value of [least - 1n, most + 1n]) expect(() => check(value, "at")).toThrow(EncodeError);
  });
});

describe("floats and bools", () => {
  test("f32 keeps what the store rounds, infinities and NaN, and refuses what is too large", () => {
    expect(checks.checkF32(0.1, "at")).toBe(0.1);
    for (const value of [Number.POSITIVE_INFINITY, Number.NaN, -0]) expect(checks.checkF32(value, "at")).toBe(value);
    expect(() => checks.checkF32(1e39, "at")).toThrow("at: 1e+39 is too large for an f32");
  });

  test("a stored bool is 0 or 1", () => {
    expect([checks.expectBool(0, "at"), checks.expectBool(1, "at")]).toEqual([false, true]);
    expect(() => checks.expectBool(2, "Block.read", " flag")).toThrow("Block.read flag: 2 is not a bool");
  });
});

test("lengths of messages and arrays", () => {
  expect(() => checks.expectBytes(4, 4, 8, "Block.read")).not.toThrow();
  expect(() => checks.expectBytes(3, 4, 8, "Block.read")).toThrow("Block.read: 3 bytes where 4 to 8 belong");
  expect(() => checks.expectBytes(9, 8, 8, "Block.read")).toThrow("Block.read: 9 bytes where 8 belong");
  expect(checks.checkLength(3, 0, 3, "at")).toBe(3);
  expect(() => checks.checkLength(4, 0, 3, "at")).toThrow("at: 4 elements where at most 3 fit");
  expect(() => checks.checkLength(2, 3, 3, "at", ".list")).toThrow("at.list: 2 elements where 3 fit");
});
