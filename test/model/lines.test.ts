import fc from "fast-check";
import { expect, test } from "vitest";
import { mergeRanges } from "../../src/algorithms/number-ranges.ts";
import { nameLines, printLines } from "../../src/model/lines.ts";

test("lines of one dimension are numbers and ranges", () => {
  expect(nameLines({ dimensions: [64] }, [{ from: 5, to: 5 }])).toBe("line 5");
  expect(
    nameLines({ dimensions: [64] }, [
      { from: 0, to: 3 },
      { from: 32, to: 63 },
    ]),
  ).toBe("lines 0..3, 32..63");
});

test("lines of several dimensions are named by row", () => {
  const its = { dimensions: [4, 8] };
  expect(printLines(its, [{ from: 15, to: 15 }])).toBe("(1, 7)");
  expect(printLines(its, [{ from: 8, to: 15 }])).toBe("(1, *)");
  expect(printLines(its, [{ from: 6, to: 25 }])).toBe("(0, 6..7), (1..2, *), (3, 0..1)");
  expect(printLines(its, [{ from: 7, to: 8 }])).toBe("(0, 7), (1, 0)");
  expect(printLines(its, [{ from: 0, to: 31 }])).toBe("(*, *)");
});

test("what is printed names just those lines", () => {
  const shape = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 3 });
  fc.assert(
    fc.property(shape, fc.nat(), fc.nat(), (dimensions, a, b) => {
      const count = dimensions.reduce((product, length) => product * length, 1);
      const [from, to] = [Math.min(a % count, b % count), Math.max(a % count, b % count)];
      const printed = printLines({ dimensions }, [{ from, to }]);
      expect(mergeRanges(read(printed, dimensions))).toEqual([{ from, to }]);
    }),
  );
});

/** The lines one by one, from `(3, 0..1), (4, *)`. */
function read(text: string, dimensions: readonly number[]) {
  return [...text.matchAll(/\(([^)]*)\)/g)].flatMap(([, inside = ""]) => {
    const axes = inside.split(", ").map((axis, at) => expand(axis, dimensions[at] ?? 0));
    const numbers = axes.reduce<readonly number[]>(
      (rows, axis, at) => rows.flatMap((row) => axis.map((index) => row * (dimensions[at] ?? 0) + index)),
      [0],
    );
    return numbers.map((number) => ({ from: number, to: number }));
  });
}

function expand(axis: string, length: number): readonly number[] {
  const [from = 0, to = from] = axis === "*" ? [0, length - 1] : axis.split("..").map(Number);
  return Array.from({ length: to - from + 1 }, (_, step) => from + step);
}
