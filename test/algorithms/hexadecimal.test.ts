import fc from "fast-check";
import { expect, test } from "vitest";
import { printHexadecimal, printParts } from "../../src/algorithms/hexadecimal.ts";

test.each([
  [0n, "0x0"],
  [0xffn, "0xff"],
  [0x1_0000n, "0x1_0000"],
  [0x5502_0000n, "0x5502_0000"],
  [2n ** 64n - 1n, "0xffff_ffff_ffff_ffff"],
])("%s is %s", (number, text) => {
  expect(printHexadecimal(number)).toBe(text);
});

test("what is printed reads back as the number", () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 2n ** 64n), (number) => {
      expect(BigInt(printHexadecimal(number).replaceAll("_", ""))).toBe(number);
    }),
  );
});

test("parts joined again are the number", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 16 }), { minLength: 2, maxLength: 4 }),
      fc.bigInt(0n, 2n ** 64n),
      (widths, any) => {
        const bits = widths.reduce((sum, width) => sum + width, 0);
        const number = any % 2n ** BigInt(bits);
        const parts = printParts(number, widths).slice(1, -1).split(", ").map(BigInt);
        const joined = parts.reduce((sum, part, at) => (sum << BigInt(widths[at] ?? 0)) | part, 0n);
        expect(joined).toBe(number);
      },
    ),
  );
});
