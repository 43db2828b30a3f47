import { describe, expect, test } from "vitest";
import { BackOff } from "../../../src/runtime/membership/back-off.ts";

function begun(backOff: BackOff, times: number): readonly number[] {
  return Array.from({ length: times }, () => backOff.waitAfterBegin());
}

describe("a kernel leaves a ballot alone", () => {
  test("for ever longer, by chance up to twice, as long as none decides; for hours never", () => {
    const waits = begun(new BackOff(50, 3, 0), 12);
    for (const [index, wait] of waits.entries()) {
      const least = 100 * 2 ** Math.min(index, 8);
      expect(wait).toBeGreaterThanOrEqual(least);
      expect(wait).toBeLessThan(2 * least);
    }
  });

  test("no longer for what it has heard of others' ballots", () => {
    const backOff = new BackOff(50, 3, 0);
    for (let times = 0; times < 50; times++) expect(backOff.wait()).toBeLessThan(100);
  });

  test("for half as long with each view, if the ballot it begins for that decides", () => {
    const backOff = new BackOff(50, 3, 0);
    begun(backOff, 6);
    const waits = Array.from({ length: 6 }, () => {
      backOff.decided();
      return backOff.waitAfterBegin();
    });
    const halvings = waits.map((wait) => Math.floor(Math.log2(wait / 100)));
    expect(halvings).toEqual([4, 3, 2, 1, 0, 0]);
  });

  test("for the same time in every run, and for another time than its neighbours and its own successor", () => {
    const first = (core: number, incarnation: number): number => new BackOff(10_000, core, incarnation).wait();
    expect(first(3, 1)).toBe(first(3, 1));
    const others = Array.from({ length: 64 }, (_, core) => [first(core, 0), first(core, 1)]).flat();
    expect(new Set(others).size).toBeGreaterThan(120);
  });
});
