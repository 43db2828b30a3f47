import { describe, expect, test } from "vitest";
import { changes } from "../changes.ts";

describe("array-length", () => {
  test("longer", () => {
    const old = `  message put(keys: u8[4])`;
    const now = `  message put(keys: u8[5])`;
    expect(changes(old, now)).toEqual([
      "2:15 < 2:15 wire SK9310 (old, new; put) the parameter `keys` of `Block.put` was `u8[4]` and is `u8[5]`",
    ]);
  });
});
