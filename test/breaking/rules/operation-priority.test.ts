import { describe, expect, test } from "vitest";
import { changesBetween } from "../changes.ts";
import { withRead } from "../edited.ts";

describe("operation-priority", () => {
  test("raised", () => {
    expect(changesBetween(withRead({ priority: 0 }), withRead({ priority: 3 }))).toEqual([
      "9:8 < 9:8 behaviour SK9213 (old, new; read) `Block.read` had priority 0 and has priority 3",
    ]);
  });
});
