import { describe, expect, test } from "vitest";
import { changes } from "../changes.ts";

describe("type-added", () => {
  test("a struct", () => {
    const old = `  message ping()`;
    const now = `  struct Extent { lba: u64 }
  message ping()`;
    expect(changes(old, now)).toEqual(["2:10 < 1:11 compatible SK9551 (; ) the struct `Block.Extent` is new"]);
  });
});
