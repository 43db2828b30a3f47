import { describe, expect, test } from "vitest";
import { changes } from "../changes.ts";

describe("operation-number-reused", () => {
  test("for something else", () => {
    const old = `  call read(lba: u64) -> (data: bytes<64>)`;
    const now = `  call erase(lba: u64) -> ()`;
    expect(changes(old, now)).toEqual([
      "2:8 < 2:8 wire SK9203 (old, new, code; read) number 1 meant `Block.read`, which is gone, and now means `Block.erase`",
    ]);
  });
});
