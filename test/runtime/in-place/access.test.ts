import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Store } from "../../../src/runtime/codec/store.ts";
import {
  expectIndex,
  loadNumberI64,
  loadNumberU64,
  storeSafe,
  verifyString,
} from "../../../src/runtime/in-place/access.ts";

function storeOf(bytes: Uint8Array): Store {
  const store = new Store(new SharedArrayBuffer((bytes.length + 15) & ~7));
  store.storeU32(0, bytes.length);
  store.bytes.set(bytes, 4);
  return store;
}

describe("text where it lies", () => {
  test("is UTF-8 where TextDecoder takes it", () => {
    const decoder = new TextDecoder("utf-8", { fatal: true });
    const byte = fc.oneof(
      fc.constantFrom(0x7f, 0x80, 0xbf, 0xc1, 0xc2, 0xe0, 0xa0, 0xed, 0x9f, 0xf0, 0x90, 0xf4, 0xf5),
      fc.nat(255),
    );
    const some = fc.oneof(
      fc.uint8Array({ maxLength: 8 }),
      fc.array(byte, { maxLength: 6 }).map((all) => Uint8Array.from(all)),
    );
    const isText = (check: () => unknown): boolean => {
      try {
        check();
        return true;
      } catch {
        return false;
      }
    };
    fc.assert(
      fc.property(some, (bytes) => {
        const expected = isText(() => decoder.decode(bytes));
        expect(isText(() => verifyString(storeOf(bytes), 0, 4, 64, "text"))).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("integers of 64 bits as numbers", () => {
  test("come back as they were stored", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        const store = storeOf(new Uint8Array(16));
        storeSafe(store, 8, value, Number.MIN_SAFE_INTEGER, "value");
        expect(store.loadI64(8)).toBe(BigInt(value));
        expect(loadNumberI64(store, 8, "value")).toBe(value);
        if (value >= 0) expect(loadNumberU64(store, 8, "value")).toBe(value);
      }),
    );
  });

  test("are refused when no number holds them", () => {
    const store = storeOf(new Uint8Array(16));
    store.storeU64(8, 2n ** 53n);
    const unsafe = expect.objectContaining({ name: "UnsafeIntegerError", field: "value", value: 2n ** 53n });
    expect(() => loadNumberU64(store, 8, "value")).toThrow(unsafe);
    expect(() => loadNumberI64(store, 8, "value")).toThrow(unsafe);
    store.storeI64(8, -(2n ** 53n));
    expect(() => loadNumberI64(store, 8, "value")).toThrow(expect.objectContaining({ name: "UnsafeIntegerError" }));
    for (const value of [-1, 0.5, 2 ** 53, Number.NaN]) {
      expect(() => storeSafe(store, 8, value, 0, "value")).toThrow(expect.objectContaining({ name: "EncodeError" }));
    }
  });
});

test.each([-1, 3, 0.5, Number.NaN, 2 ** 32])("an index of %d has no element of three", (index) => {
  expect(() => expectIndex(index, 3, "list")).toThrow(RangeError);
});
