import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { crc32c } from "../../src/algorithms/crc32c.ts";

test.each([
  // RFC 3720, B.4, and the check value of the catalogue of Koopman and Cook.
  ["123456789", [...new TextEncoder().encode("123456789")], 0xe306_9283],
  ["32 bytes of zeroes", Array.from({ length: 32 }, () => 0), 0x8a91_36aa],
  ["32 bytes of ones", Array.from({ length: 32 }, () => 0xff), 0x62a8_ab43],
  ["32 bytes that count up", Array.from({ length: 32 }, (_, at) => at), 0x46dd_794e],
])("of %s", (_, bytes, checksum) => {
  expect(crc32c(Uint8Array.from(bytes))).toBe(checksum);
});

test.prop([fc.uint8Array({ minLength: 1, maxLength: 200 }), fc.nat(), fc.integer({ min: 1, max: 255 })])(
  "a change of one byte changes it",
  (bytes, where, change) => {
    const changed = bytes.slice();
    const at = where % bytes.length;
    changed[at] = (changed[at] ?? 0) ^ change;
    expect(crc32c(changed)).not.toBe(crc32c(bytes));
  },
);
