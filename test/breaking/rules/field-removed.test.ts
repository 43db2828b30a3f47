import { describe, expect, test } from "vitest";
import { changes } from "../changes.ts";

describe("field-removed", () => {
  test("of a struct", () => {
    const old = `  struct Extent { lba: u64; count: u32 }
  message trim(at: Extent)`;
    const now = `  struct Extent { lba: u64 }
  message trim(at: Extent)`;
    expect(changes(old, now)).toEqual([
      "2:10 < 2:29 wire SK9302 (old, new, code; trim) the field `count` of `Block.Extent`, `u32`, is gone: `Block.Extent` shrinks from 16 to 8 bytes",
      "2:10 < 2:29 behaviour SK9604 (; ) `count` is gone from `Block.Extent` and may come back as something else: write `reserved count`",
    ]);
  });

  test("a result", () => {
    const old = `  call read() -> (a: u32, b: u32)`;
    const now = `  call read() -> (a: u32)`;
    expect(changes(old, now)).toEqual([
      "2:8 < 2:27 wire SK9302 (old, new, code; read) the result `b` of `Block.read`, `u32`, is gone: the reply of `Block.read` shrinks from 8 to 4 bytes",
    ]);
  });
});
