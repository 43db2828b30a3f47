import { expect, test } from "vitest";
import { decodeValue, encodeValue, type ValueCodec } from "../../../src/runtime/state/value-codec.ts";
import { u32 } from "../fixtures/u32.ts";

/** Writes every fourth byte only. */
const sparse = (longest: number): ValueCodec<number> => ({
  longest,
  encode: (to, at, value) => {
    for (let place = at; place < at + longest; place += 4) to.storeU8(place, value);
    return longest;
  },
  decode: (from, at) => from.loadU8(at),
});

const full = (longest: number): ValueCodec<number> => ({
  ...sparse(longest),
  encode: (to, at) => {
    to.bytes.fill(255, at, at + longest);
    return longest;
  },
});

test.each([16, 1024, 1032, 65_536])(
  "what no field lies on is zero, whatever was written before: %i bytes",
  (longest) => {
    encodeValue(full(longest), 0);
    const bytes = encodeValue(sparse(longest), 7);
    expect(bytes).toHaveLength(longest);
    expect(bytes.every((byte, place) => byte === (place % 4 === 0 ? 7 : 0))).toBe(true);
    expect(decodeValue(sparse(longest), bytes)).toBe(7);
  },
);

test("what was written stays as it was when others are", () => {
  const first = encodeValue(u32, 1);
  encodeValue(u32, 2);
  expect(decodeValue(u32, first)).toBe(1);
});

test("a value may write others while it is written", () => {
  const nested: ValueCodec<number> = {
    longest: 8,
    encode: (to, at, value) => {
      to.storeU32(at, value);
      to.storeU32(at + 4, decodeValue(u32, encodeValue(u32, value + 1)));
      return 8;
    },
    decode: (from, at) => from.loadU32(at + 4),
  };
  expect([...encodeValue(nested, 1)]).toEqual([1, 0, 0, 0, 2, 0, 0, 0]);
  expect(decodeValue(nested, encodeValue(nested, 1))).toBe(2);
});

test("one that cannot be written leaves nothing behind", () => {
  const throwing: ValueCodec<number> = {
    ...sparse(64),
    encode: (to, at) => {
      to.bytes.fill(255, at, at + 64);
      throw new Error("no");
    },
  };
  expect(() => encodeValue(throwing, 0)).toThrow("no");
  expect(encodeValue(sparse(64), 0).every((byte) => byte === 0)).toBe(true);
});
