import { describe, expect, test } from "vitest";
import { changesBetween } from "../changes.ts";
import { withRead } from "../edited.ts";

const ms = 1_000_000_000;

describe("call-deadline", () => {
  test("shorter", () => {
    expect(changesBetween(withRead({ deadline: 20 * ms }), withRead({ deadline: 1500 }))).toEqual([
      "9:8 < 9:8 behaviour SK9212 (new; read) `Block.read` waited 20 ms for its answer and waits 1500 ps now",
    ]);
  });

  test("longer", () => {
    expect(changesBetween(withRead({ deadline: 20 * ms }), withRead({ deadline: 2000 * ms }))).toEqual([
      "9:8 < 9:8 compatible SK9253 (; read) `Block.read` waited 20 ms for its answer and waits 2 s now",
    ]);
  });

  test("shorter than the usual", () => {
    expect(changesBetween(withRead({ deadline: null }), withRead({ deadline: 20 * ms }))).toEqual([
      "9:8 < 9:8 behaviour SK9212 (new; read) `Block.read` waited the usual 5 s for its answer and waits 20 ms now",
    ]);
  });

  test("the usual, said or not", () => {
    expect(changesBetween(withRead({ deadline: null }), withRead({ deadline: 5000 * ms }))).toEqual([]);
  });
});
