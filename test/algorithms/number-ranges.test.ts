import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  carryRanges,
  countNumbers,
  intersectRanges,
  mergeRanges,
  type NumberRange,
  printRanges,
  subtractRanges,
} from "../../src/algorithms/number-ranges.ts";

const range = fc.tuple(fc.nat(40), fc.nat(8)).map(([from, length]): NumberRange => ({ from, to: from + length }));
const ranges = fc.array(range, { maxLength: 6 });
const set = ranges.map(mergeRanges);

function members(set: readonly NumberRange[]): readonly number[] {
  return set.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, step) => from + step));
}

describe("ranges of numbers", () => {
  test("merged, ascend and are apart", () => {
    fc.assert(
      fc.property(ranges, (some) => {
        const merged = mergeRanges(some);
        expect(members(merged)).toEqual([...new Set(members(some))].sort((a, b) => a - b));
        for (const [index, { from }] of merged.slice(1).entries()) {
          expect(from).toBeGreaterThan((merged[index]?.to ?? 0) + 1);
        }
      }),
    );
  });

  test("are counted, intersected and subtracted like sets", () => {
    fc.assert(
      fc.property(set, set, (a, b) => {
        const [inA, inB] = [members(a), new Set(members(b))];
        expect(countNumbers(a)).toBe(inA.length);
        expect(members(intersectRanges(a, b))).toEqual(inA.filter((number) => inB.has(number)));
        expect(members(subtractRanges(a, b))).toEqual(inA.filter((number) => !inB.has(number)));
      }),
    );
  });

  test("are carried rank by rank", () => {
    fc.assert(
      fc.property(set, set, set, (chosen, from, onto) => {
        const [wanted, starts, ends] = [new Set(members(chosen)), members(from), members(onto)];
        const expected = ends.filter((_, rank) => wanted.has(starts[rank] ?? -1));
        expect(members(carryRanges(chosen, from, onto))).toEqual(expected);
      }),
    );
  });

  test("print as they are written", () => {
    expect(
      printRanges(
        mergeRanges([
          { from: 9, to: 9 },
          { from: 7, to: 8 },
          { from: 5, to: 5 },
        ]),
      ),
    ).toBe("5, 7..9");
  });
});
