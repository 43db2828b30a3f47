import { describe, expect, test } from "vitest";
import { changes } from "../changes.ts";

describe("number-representation", () => {
  test("floating point", () => {
    const old = `  call size() -> (bytes: u32)`;
    const now = `  call size() -> (bytes: f32)`;
    expect(changes(old, now)).toEqual([
      "2:19 < 2:19 wire SK9308 (old, new; size) the result `bytes` of `Block.size` was `u32` and is `f32`: the same 4 bytes, read as other values",
    ]);
  });

  test("a sign", () => {
    const old = `  message seek(by: u64)`;
    const now = `  message seek(by: i64)`;
    expect(changes(old, now)).toEqual([
      "2:16 < 2:16 wire SK9308 (old, new; seek) the parameter `by` of `Block.seek` was `u64` and is `i64`: the same 8 bytes, read as other values",
    ]);
  });

  test("a truth", () => {
    const old = `  message seek(by: u8)`;
    const now = `  message seek(by: bool)`;
    expect(changes(old, now)).toEqual([
      "2:16 < 2:16 wire SK9308 (old, new, code; seek) the parameter `by` of `Block.seek` was `u8` and is `bool`: the same 1 byte, read as other values",
    ]);
  });
});
