import { describe, expect, test } from "vitest";
import { changesBetween } from "../changes.ts";
import { withRead } from "../edited.ts";

describe("operation-window", () => {
  test("shrunk", () => {
    expect(changesBetween(withRead({ window: 8 }), withRead({ window: 4 }))).toEqual([
      "9:8 < 9:8 behaviour SK9214 (old, new; read) `Block.read` had a window of 8 and has a window of 4: its senders wait sooner",
    ]);
  });

  test("grown: there is none any more", () => {
    expect(changesBetween(withRead({ window: 8 }), withRead({ window: null }))).toEqual([
      "9:8 < 9:8 behaviour SK9214 (old, new; read) `Block.read` had a window of 8 and has no window of its own: more of it can pile up at the other end",
    ]);
  });

  test("shrunk: there was none", () => {
    expect(changesBetween(withRead({ window: null }), withRead({ window: 8 }))).toEqual([
      "9:8 < 9:8 behaviour SK9214 (old, new; read) `Block.read` had no window of its own and has a window of 8: its senders wait sooner",
    ]);
  });
});
