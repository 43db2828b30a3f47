import { describe, expect, test } from "vitest";
import { changes } from "../changes.ts";

describe("member-renamed", () => {
  test("of an enum", () => {
    const old = `  enum Status: u8 { ok, bad }
  call read() -> () fails Status`;
    const now = `  enum Status: u8 { ok, broken }
  call read() -> () fails Status`;
    expect(changes(old, now)).toEqual([
      "2:25 < 2:25 source SK9405 (code; read) the member `bad` of `Block.Status`, number 1, is called `broken` now",
    ]);
  });

  test("of a union", () => {
    const old = `  union Key { number: u64 }
  message put(key: Key)`;
    const now = `  union Key { place: u64 }
  message put(key: Key)`;
    expect(changes(old, now)).toEqual([
      "2:15 < 2:15 source SK9405 (code; put) the arm `number` of `Block.Key`, number 0, is called `place` now",
    ]);
  });
});
