import { describe, expect, test } from "vitest";
import { changes } from "../changes.ts";

describe("strictness", () => {
  test("opened", () => {
    const old = `  enum Status: u8 { ok, bad }
  call read() -> () fails Status`;
    const now = `  open enum Status: u8 { ok, bad }
  call read() -> () fails Status`;
    expect(changes(old, now)).toEqual([
      "2:13 < 2:8 wire SK9408 (old, new, code; read) the enum `Block.Status` was strict and is open now",
    ]);
  });

  test("closed", () => {
    const old = `  open union Key { number: u32 }
  message put(key: Key)`;
    const now = `  union Key { number: u32 }
  message put(key: Key)`;
    expect(changes(old, now)).toEqual([
      "2:9 < 2:14 wire SK9408 (old, new, code; put) the union `Block.Key` was open and is strict now",
    ]);
  });

  test("a struct", () => {
    const old = `  struct Extent { lba: u64 }
  message trim(at: Extent)`;
    const now = `  open struct Extent<16> { lba: u64 }
  message trim(at: Extent)`;
    expect(changes(old, now)).toEqual([
      "2:15 < 2:10 wire SK9408 (old, new, code; trim) the struct `Block.Extent` was strict and is open now",
    ]);
  });
});
