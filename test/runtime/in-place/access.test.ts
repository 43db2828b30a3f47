import fc from "fast-check";
import { expect, test } from "vitest";
import { Store } from "../../../src/runtime/codec/store.ts";
import { storeString } from "../../../src/runtime/codec/text.ts";
import { equalsText, expectIndex } from "../../../src/runtime/in-place/access.ts";

const text = fc.string({ unit: fc.constantFrom("a", "b", "\u007f", "é", "€", "😀", "\ud800"), maxLength: 12 });

test("stored text is equal to the same text and to no other, wherever it lies", () => {
  fc.assert(
    fc.property(text, text, fc.nat(7), (one, other, shift) => {
      fc.pre(one.isWellFormed());
      const store = new Store(new SharedArrayBuffer(128));
      store.bytes.fill(0x61);
      const [at, dataAt] = [0, 8 + shift];
      storeString(store, at, dataAt, 64, one, "at");
      for (const candidate of [one, other, `${one}a`, one.slice(0, -1), `b${one.slice(1)}`]) {
        expect(equalsText(store, at, dataAt, 64, candidate, "at")).toBe(candidate === one);
      }
    }),
  );
});

test("an index is an integer below the count", () => {
  expect(expectIndex(2, 3, "at")).toBe(2);
  for (const index of [3, -1, 0.5, Number.NaN]) {
    expect(() => expectIndex(index, 3, "List.items")).toThrow(`List.items: no element ${index} of 3`);
  }
});
