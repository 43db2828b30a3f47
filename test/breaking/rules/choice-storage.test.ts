import { describe, expect, test } from "vitest";
import { changes } from "../changes.ts";

describe("choice-storage", () => {
  test("of an enum that says it", () => {
    const old = `  enum Status: u8 { ok, bad }
  call read() -> () fails Status`;
    const now = `  enum Status: u16 { ok, bad }
  call read() -> () fails Status`;
    expect(changes(old, now)).toEqual([
      "2:8 < 2:8 wire SK9407 (old, new; read) the enum `Block.Status` was kept in `u8` and is kept in `u16`",
    ]);
  });

  test("of an open enum that says none and grew", () => {
    const old = `  open enum Kind { file }
  message put(kind: Kind)`;
    const now = `  open enum Kind { file, folder = 1000 }
  message put(kind: Kind)`;
    expect(changes(old, now)).toEqual([
      "2:13 < 2:13 wire SK9407 (old, new; put) the enum `Block.Kind` was kept in `u8` and is kept in `u16`",
      "2:26 < 2:13 compatible SK9451 (; put) the member `folder` of `Block.Kind` is new, number 1000: old receivers take it as unknown",
    ]);
  });

  test("of an open union with a larger arm", () => {
    const old = `  open union Key { number: u32 }
  message put(key: Key)`;
    const now = `  open union Key { number: u32; place: u64 }
  message put(key: Key)`;
    expect(changes(old, now)).toEqual([
      "2:14 < 2:14 wire SK9407 (old, new; put) the union `Block.Key` was kept in 8 bytes aligned to 4, its arm told by `u8` and is kept in 16 bytes aligned to 8, its arm told by `u8`",
      "2:33 < 2:14 compatible SK9451 (; put) the arm `place` of `Block.Key` is new, number 1: old receivers take it as unknown",
    ]);
  });
});
