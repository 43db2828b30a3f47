import { describe, expect, test } from "vitest";
import { OwnReport } from "../../../src/runtime/membership/own-report.ts";

const who = { core: 4, incarnation: 2 };

describe("what a kernel reports of itself", () => {
  test("is each neighbour that it hears nothing of, for whatever reason, ascending", () => {
    const own = new OwnReport(who, [3, 5, 9]);
    expect([own.silent(9), own.cut(3, true), own.cut(9, true)]).toEqual([true, true, true]);
    const report = { ...who, version: 1, partings: 0, holds: [], silent: [3, 9] };
    expect(own.next(0)).toEqual(report);
    expect([own.heard(9), own.cut(3, false)]).toEqual([true, true]);
    expect(own.next(1)).toEqual({ ...report, version: 2, partings: 1, silent: [9] });
  });

  test("has not changed by what it knew already, nor by who is no neighbour", () => {
    const own = new OwnReport(who, [3, 5]);
    own.silent(3);
    own.cut(5, true);
    own.holds(7);
    expect([own.silent(3), own.cut(5, true), own.holds(7)]).toEqual([false, false, false]);
    expect([own.silent(6), own.cut(6, true), own.heard(5), own.cut(3, false)]).toEqual([false, false, false, false]);
    expect(own.next(0)).toMatchObject({ silent: [3, 5], holds: [7] });
  });
});
