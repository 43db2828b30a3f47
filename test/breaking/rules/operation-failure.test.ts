import { describe, expect, test } from "vitest";
import { changes } from "../changes.ts";

describe("operation-failure", () => {
  test("fails with something else", () => {
    const old = `  enum Status: u8 { ok, bad }
  enum Cause: u8 { disk }
  call read() -> () fails Status`;
    const now = `  enum Status: u8 { ok, bad }
  enum Cause: u8 { disk }
  call read() -> () fails Cause`;
    expect(changes(old, now)).toEqual([
      "4:8 < 4:8 wire SK9207 (old, new, code; read) `Block.read` failed with `Block.Status` and fails with `Block.Cause` now",
    ]);
  });

  test("fails now", () => {
    const old = `  enum Status: u8 { ok, bad }
  call read() -> ()`;
    const now = `  enum Status: u8 { ok, bad }
  call read() -> () fails Status`;
    expect(changes(old, now)).toEqual([
      "3:8 < 3:8 wire SK9207 (old, new, code; read) `Block.read` failed with nothing declared and fails with `Block.Status` now",
    ]);
  });

  test("fails no longer", () => {
    const old = `  enum Status: u8 { ok, bad }
  call read() -> () fails Status`;
    const now = `  enum Status: u8 { ok, bad }
  call read() -> ()`;
    expect(changes(old, now)).toEqual([
      "3:8 < 3:8 wire SK9207 (old, new, code; read) `Block.read` failed with `Block.Status` and fails with nothing declared now",
    ]);
  });

  test("the same under another name of a type", () => {
    const old = `  enum Status: u8 { ok, bad }
  enum Cause: u8 { ok, bad }
  call read() -> () fails Status`;
    const now = `  enum Status: u8 { ok, bad }
  enum Cause: u8 { ok, bad }
  call read() -> () fails Cause`;
    expect(changes(old, now)).toEqual([
      "4:8 < 4:8 source SK9207 (code; read) `Block.read` failed with `Block.Status` and fails with `Block.Cause` now",
    ]);
  });
});
