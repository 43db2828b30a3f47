import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Store } from "../../../src/runtime/codec/store.ts";
import { loadString, storeString } from "../../../src/runtime/codec/text.ts";
import { EncodeError } from "../../../src/runtime/errors.ts";

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
          expect(() => storeString(store, 8, 12, bound, text, "at")).toThrow("at: longer than 24 bytes of UTF-8");
          expect(store.bytes.subarray(12 + bound).every((byte) => byte === 0)).toBe(true);
        } else {
          expect(storeString(store, 8, 12, bound, text, "at")).toBe(bytes);
          expect(loadString(store, 8, 12, bytes, "at")).toBe(text);
        }
      }),
    );
  });

  test("keep a byte order mark and refuse half a surrogate pair", () => {
    const store = memory();
    storeString(store, 0, 4, bound, "\uFEFFa", "at");
    expect(loadString(store, 0, 4, bound, "at")).toBe("\uFEFFa");
    expect(() => storeString(store, 0, 4, bound, "a\uD800", "at")).toThrow(EncodeError);
  });

  test("are refused when they are no UTF-8 or longer than what was received", () => {
    const store = memory();
    store.storeU32(0, 2);
    store.bytes.set([0xc3, 0x28], 4);
    expect(() => loadString(store, 0, 4, bound, "at")).toThrow("at: not UTF-8");
    expect(() => loadString(store, 0, 4, 1, "at")).toThrow("at: length 2 is over 1");
  });
});

/** Text of every kind, often ASCII, as long as any of the ways it can go. */
const arbitraryText = fc.oneof(
  fc.string({ unit: "grapheme-ascii", maxLength: 5000, size: "max" }),
  fc.string({ unit: "binary", maxLength: 1200, size: "max" }),
  fc.string({ unit: fc.constantFrom("a", "~", "\x00", "\x7f", "\x80", "é", "€", "😀"), maxLength: 80 }),
);

test("strings of any length come back from any offset, whatever lies around them", () => {
  fc.assert(
    fc.property(arbitraryText, fc.nat(7), fc.constantFrom(0, 0x41, 0xff), (text, shift, around) => {
      const room = Buffer.byteLength(text);
      const store = new Store(new SharedArrayBuffer(16 + Math.ceil((room + 16) / 8) * 8));
      store.bytes.fill(around);
      expect(storeString(store, 0, 8 + shift, room, text, "at")).toBe(room);
      expect(loadString(store, 0, 8 + shift, room, "at")).toBe(text);
      expect(Buffer.from(store.bytes.slice(8 + shift, 8 + shift + room)).toString()).toBe(text);
      const rest = [...store.bytes.subarray(4, 8 + shift), ...store.bytes.subarray(8 + shift + room)];
      expect(rest.every((byte) => byte === around)).toBe(true);
    }),
  );
});

test("bytes that are no UTF-8 are refused, wherever in the text they stand", () => {
  fc.assert(
    fc.property(fc.nat(40), fc.nat(40), fc.constantFrom(0x80, 0xc3, 0xff), (before, behind, byte) => {
      const store = new Store(new SharedArrayBuffer(128));
      storeString(store, 0, 4, 100, "x".repeat(before + 1 + behind), "at");
      store.bytes[4 + before] = byte;
      expect(() => loadString(store, 0, 4, 100, "at")).toThrow("at: not UTF-8");
    }),
  );
});
