import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Interval, IntervalMap } from "../../src/algorithms/interval-map.ts";

/** Disjoint intervals with gaps of any size, some so close together that doubles cannot tell their ends apart. */
const intervals = fc
  .tuple(
    fc.bigInt(0n, 2n ** 62n),
    fc.array(fc.tuple(fc.bigInt(0n, 3n), fc.bigInt(0n, 5n), fc.bigInt(0n, 2n ** 40n)), { maxLength: 40 }),
  )
  .map(([start, steps]) => {
    let next = start;
    return steps.map(([gap, length, far], index): Interval => {
      const from = next + gap + (index % 5 === 0 ? far : 0n);
      next = from + length + 1n;
      return { from, to: from + length };
    });
  });

/** Numbers within, at the ends of and between the intervals. */
function numbersAround(all: readonly Interval[]): readonly bigint[] {
  return [0n, 2n ** 64n - 1n, ...all.flatMap(({ from, to }) => [from - 1n, from, from + 1n, to - 1n, to, to + 1n])];
}

describe("a map of intervals", () => {
  test("finds what looking at each interval finds", () => {
    fc.assert(
      fc.property(intervals, fc.bigInt(0n, 2n ** 63n), (all, any) => {
        const map = new IntervalMap(all);
        for (const number of [any, ...numbersAround(all)]) {
          const naive = all.find(({ from, to }) => from <= number && number <= to) ?? null;
          expect(map.find(number)).toBe(naive);
        }
      }),
    );
  });

  test("lists all that an interval touches, ascending", () => {
    fc.assert(
      fc.property(intervals, fc.bigInt(0n, 2n ** 63n), fc.bigInt(0n, 2n ** 42n), (all, any, length) => {
        const map = new IntervalMap(all);
        for (const from of [any, ...numbersAround(all)].filter((number) => number >= 0n)) {
          const asked = { from, to: from + length };
          const naive = all.filter((one) => one.from <= asked.to && one.to >= asked.from);
          expect(map.within(asked)).toEqual(naive);
        }
      }),
    );
  });

  test("knows the neighbours of a number in no interval", () => {
    fc.assert(
      fc.property(intervals, fc.bigInt(0n, 2n ** 63n), (all, any) => {
        const map = new IntervalMap(all);
        for (const number of [any, ...numbersAround(all)].filter((one) => map.find(one) === null)) {
          const below = all.findLast(({ to }) => to < number) ?? null;
          const above = all.find(({ from }) => from > number) ?? null;
          expect(map.around(number)).toEqual({ below, above });
        }
      }),
    );
  });

  test("does not mind in which order it is told them", () => {
    fc.assert(
      fc.property(intervals, (all) => {
        expect(new IntervalMap(all.toReversed()).intervals).toEqual(all);
      }),
    );
  });

  test("tells neighbours apart that are one double", () => {
    const high = 2n ** 63n;
    const all = Array.from({ length: 2000 }, (_, step) => ({ from: high + BigInt(step), to: high + BigInt(step) }));
    const map = new IntervalMap(all);
    for (const one of all) expect(map.find(one.from)).toBe(one);
    expect(map.find(high - 1n)).toBeNull();
    expect(map.find(high + 2000n)).toBeNull();
  });

  test("finds nothing where there is nothing", () => {
    const map = new IntervalMap([]);
    expect(map.find(0n)).toBeNull();
    expect(map.within({ from: 0n, to: 10n })).toEqual([]);
  });
});
