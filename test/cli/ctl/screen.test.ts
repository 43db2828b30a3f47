import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { fitTo } from "../../../src/cli/ctl/screen.ts";

describe("what is shown on a screen", () => {
  test("is all of it where there is room", () => {
    expect(fitTo("one\ntwo\n", { rows: 2, columns: 3 })).toBe("one\ntwo");
  });

  test("has its last lines counted where there is none", () => {
    expect(fitTo("one\ntwo\nthree\nfour\n", { rows: 3, columns: 80 })).toBe("one\ntwo\n… 2 more lines");
    expect(fitTo("a long line", { rows: 3, columns: 6 })).toBe("a long");
  });

  test.prop([fc.array(fc.string()), fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 })])(
    "never needs more than the screen has",
    (lines, rows, columns) => {
      const shown = fitTo(lines.map((line) => line.replace(/\s/g, "x")).join("\n"), { rows, columns }).split("\n");
      expect(shown.length).toBeLessThanOrEqual(rows);
      expect(shown.every((line) => Array.from(line).length <= columns)).toBe(true);
    },
  );
});
