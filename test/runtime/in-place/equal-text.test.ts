import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Store } from "../../../src/runtime/codec/store.ts";
import { equalsText, KnownText } from "../../../src/runtime/in-place/equal-text.ts";

const room = 64;

/** A store with these bytes as text whose length word lies at 0, surrounded by what is none of it. */
function storeOf(bytes: Uint8Array, dataAt: number): Store {
  const store = new Store(new SharedArrayBuffer(256));
  store.bytes.fill(0x61);
  store.storeU32(0, bytes.length);
  store.bytes.set(bytes, dataAt);
  return store;
}

/** Both ways to ask, which must agree. */
function isEqual(store: Store, dataAt: number, text: string): boolean {
  const answer = equalsText(store, 0, dataAt, room, text, "text");
  expect(equalsText(store, 0, dataAt, room, new KnownText(text), "text")).toBe(answer);
  return answer;
}

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.string({ maxLength: 12 }),
  fc.string({ unit: fc.constantFrom("a", "á", "š", "`", "a"), maxLength: 9 }),
);
const place = fc.integer({ min: 4, max: 12 });

describe("text in a message", () => {
  test("equals itself and nothing else, wherever it lies", () => {
    fc.assert(
      fc.property(text, text, place, (one, other, dataAt) => {
        const store = storeOf(Buffer.from(one), dataAt);
        expect(isEqual(store, dataAt, one)).toBe(true);
        expect(isEqual(store, dataAt, other)).toBe(one === other);
        expect(isEqual(store, dataAt, `${one}a`)).toBe(false);
        const shorter = [...one].slice(0, -1).join("");
        expect(isEqual(store, dataAt, shorter)).toBe(one === "");
      }),
    );
  });

  test("differs from text that differs in one character", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 40 }),
        fc.nat(),
        place,
        (one, at, dataAt) => {
          const store = storeOf(Buffer.from(one), dataAt);
          const index = at % one.length;
          for (const character of ["\u0000", "~", "\u00e1", "\u0161", "\uff41"]) {
            const other = one.slice(0, index) + character + one.slice(index + 1);
            expect(isEqual(store, dataAt, other)).toBe(one === other);
          }
        },
      ),
    );
  });

  test("that is not UTF-8 equals no text", () => {
    for (const bytes of [[0xe9], [0x61, 0x62, 0x63, 0xe9], [0xc3, 0x28], [0xed, 0xa0, 0x80]]) {
      const store = storeOf(Uint8Array.from(bytes), 4);
      for (const other of ["é", "abcé", "Ã(", "\u00c3\u0028"]) expect(isEqual(store, 4, other)).toBe(false);
    }
    expect(equalsText(storeOf(Uint8Array.of(0xe9), 4), 0, 4, room, "\u00e9", "text")).toBe(false);
  });

  test("of half a surrogate pair equals nothing and cannot be known", () => {
    const store = storeOf(Buffer.from("\ufffd"), 4);
    expect(equalsText(store, 0, 4, room, "\ud800", "text")).toBe(false);
    expect(() => new KnownText("a\udc00")).toThrow(expect.objectContaining({ name: "EncodeError" }));
  });

  test("that claims to be longer than its room is refused", () => {
    const store = storeOf(new Uint8Array(0), 4);
    store.storeU32(0, room + 1);
    for (const one of ["a", new KnownText("a")]) {
      expect(() => equalsText(store, 0, 4, room, one, "text")).toThrow(
        expect.objectContaining({ name: "DecodeError", field: "text" }),
      );
    }
  });
});
