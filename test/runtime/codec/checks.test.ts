import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as checks from "../../../src/runtime/codec/checks.ts";
import { Store } from "../../../src/runtime/codec/store.ts";
import { DecodeError, EncodeError } from "../../../src/runtime/errors.ts";

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
  test("f32 rounds, keeps infinities and NaN, and refuses what is too large", () => {
    expect(checks.checkF32(0.1, "at")).toBe(Math.fround(0.1));
    for (const value of [Number.POSITIVE_INFINITY, Number.NaN, -0]) expect(checks.checkF32(value, "at")).toBe(value);
    expect(() => checks.checkF32(1e39, "at")).toThrow("at: 1e+39 is too large for an f32");
  });

  test("a stored bool is 0 or 1", () => {
    expect([checks.expectBool(0, "at"), checks.expectBool(1, "at")]).toEqual([false, true]);
    expect(() => checks.expectBool(2, "Block.read", " flag")).toThrow("Block.read flag: 2 is not a bool");
  });
});

const bound = 24;

function memory(): Store {
  return new Store(new SharedArrayBuffer(64));
}

describe("strings", () => {
  test("come back as they were when their UTF-8 fits", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
        const store = memory();
        const bytes = Buffer.byteLength(text);
        if (bytes > bound) {
          expect(() => checks.storeString(store, 8, 12, bound, text, "at")).toThrow(
            "at: longer than 24 bytes of UTF-8",
          );
          expect(store.bytes.subarray(12 + bound).every((byte) => byte === 0)).toBe(true);
        } else {
          expect(checks.storeString(store, 8, 12, bound, text, "at")).toBe(bytes);
          expect(checks.loadString(store, 8, 12, bytes, "at")).toBe(text);
        }
      }),
    );
  });

  test("keep a byte order mark and refuse half a surrogate pair", () => {
    const store = memory();
    checks.storeString(store, 0, 4, bound, "\uFEFFa", "at");
    expect(checks.loadString(store, 0, 4, bound, "at")).toBe("\uFEFFa");
    expect(() => checks.storeString(store, 0, 4, bound, "a\uD800", "at")).toThrow(EncodeError);
  });

  test("are refused when they are no UTF-8 or longer than what was received", () => {
    const store = memory();
    store.storeU32(0, 2);
    store.bytes.set([0xc3, 0x28], 4);
    expect(() => checks.loadString(store, 0, 4, bound, "at")).toThrow("at: not UTF-8");
    expect(() => checks.loadString(store, 0, 4, 1, "at")).toThrow("at: length 2 is over 1");
  });
});

describe("bytes", () => {
  test("are copied both ways", () => {
    const store = memory();
    const value = new Uint8Array([1, 2, 3]);
    expect(checks.storeBytes(store, 0, 4, bound, value, "at")).toBe(3);
    const loaded = checks.loadBytes(store, 0, 4, 3, "at");
    store.bytes.fill(0);
    expect(loaded).toEqual(value);
  });

  test("are refused over their bound, when not all was received, and when they are something else", () => {
    const store = memory();
    expect(() => checks.storeBytes(store, 0, 4, 2, new Uint8Array(3), "at")).toThrow("at: 3 bytes where at most 2 fit");
    store.storeU32(0, 0xffffffff);
    expect(() => checks.loadBytes(store, 0, 4, bound, "at")).toThrow(DecodeError);
    const list: unknown = [1, 2, 3];
    expect(() => Reflect.apply(checks.storeBytes, null, [store, 0, 4, bound, list, "at"])).toThrow(
      "at: 1,2,3 is not a",
    );
    for (const view of [new DataView(new ArrayBuffer(2)), new Uint16Array([0x101]), new Float64Array(1)]) {
      expect(() => Reflect.apply(checks.storeBytes, null, [store, 0, 4, bound, view, "at"])).toThrow(
        "is not a Uint8Array",
      );
    }
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
