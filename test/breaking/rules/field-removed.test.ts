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

  test("a required one at the end of an open struct that no operation carries", () => {
    const old = `  open struct Extent<32> { lba: u64; count: u32 }
  message ping()`;
    const now = `  open struct Extent<32> { lba: u64; reserved count }
  message ping()`;
    expect(changes(old, now)).toEqual([
      "2:15 < 2:38 source SK9302 (code; ) the field `count` of `Block.Extent`, `u32`, is gone: receivers of the old version cannot do without it",
    ]);
  });

  test("an optional one at the end of an open struct", () => {
    const old = `  open struct Extent<32> { lba: u64; hint?: u32 }
  message trim(at: Extent)`;
    const now = `  open struct Extent<32> { lba: u64; reserved hint }
  message trim(at: Extent)`;
    expect(changes(old, now)).toEqual([
      "2:15 < 2:38 source SK9313 (code; trim) the field `hint` of `Block.Extent` is gone from the end of an open struct: nobody sends it any more",
    ]);
  });

  test("one before the end of an open struct", () => {
    const old = `  open struct Extent<32> { lba: u64; hint?: u32; note?: u32 }
  message trim(at: Extent)`;
    const now = `  open struct Extent<32> { lba: u64; note?: u32; reserved hint }
  message trim(at: Extent)`;
    expect(changes(old, now)).toEqual([
      "2:15 < 2:38 wire SK9302 (old, new, code; trim) the field `hint` of `Block.Extent`, `u32`, is gone: `Block.Extent` still has 32 bytes, which mean something else",
    ]);
  });

  test("a required one at the end of an open struct: who misses it", () => {
    const old = `  open struct Extent<32> { lba: u64; count: u32 }
  message trim(at: Extent)`;
    const now = `  open struct Extent<32> { lba: u64; reserved count }
  message trim(at: Extent)`;
    expect(changes(old, now)).toEqual([
      "2:15 < 2:38 wire SK9302 (new, code; trim) the field `count` of `Block.Extent`, `u32`, is gone: receivers of the old version cannot do without it",
    ]);
  });

  test("one at the end of an open struct, and another took its place", () => {
    const old = `  open struct Extent<32> { lba: u64; hint?: u32 }
  message trim(at: Extent)`;
    const now = `  open struct Extent<32> { lba: u64; note?: u64; reserved hint }
  message trim(at: Extent)`;
    expect(changes(old, now)).toEqual([
      "2:15 < 2:38 wire SK9302 (old, new, code; trim) the field `hint` of `Block.Extent`, `u32`, is gone: `Block.Extent` still has 32 bytes, which mean something else",
      "2:38 < 2:15 wire SK9301 (old, new; trim) the field `note` of `Block.Extent` is new, `u64`: `Block.Extent` still has 32 bytes, which mean something else",
    ]);
  });
});
