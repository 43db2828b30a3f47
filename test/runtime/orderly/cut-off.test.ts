import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { cutOffWithout } from "../../../src/runtime/orderly/cut-off.ts";
import { circle, line, systemOf } from "../fixtures/system.ts";

const shaped = (cores: number, edges: ReturnType<typeof line>) => systemOf({ cores, edges }).configuration;
const all = (cores: number): readonly number[] => Array.from({ length: cores }, (_, core) => core);

describe("who is cut off when a kernel leaves", () => {
  test("nobody on a circle, unless another has left", () => {
    expect(cutOffWithout(2, all(6), shaped(6, circle(6)))).toEqual([]);
    expect(cutOffWithout(3, [0, 2, 3, 4, 5], shaped(6, circle(6)))).toEqual([2]);
  });

  test("the shorter end of a line", () => {
    expect(cutOffWithout(1, all(5), shaped(5, line(5)))).toEqual([0]);
    expect(cutOffWithout(3, all(5), shaped(5, line(5)))).toEqual([4]);
    expect(cutOffWithout(0, all(5), shaped(5, line(5)))).toEqual([]);
  });

  test.prop([fc.integer({ min: 2, max: 9 }), fc.nat(8)])(
    "on a line fewer than half of those that stay",
    (cores, pick) => {
      const core = pick % cores;
      const apart = cutOffWithout(core, all(cores), shaped(cores, line(cores)));
      expect(apart).toHaveLength(Math.min(core, cores - 1 - core));
    },
  );
});
