import { describe, expect, test } from "vitest";
import { changes } from "../changes.ts";

describe("number-returns", () => {
  test("of an operation", () => {
    const old = `  reserved @ 3
  message ping()`;
    const now = `  message ping()
  message pong @ 3 ()`;
    expect(changes(old, now)).toEqual([
      "3:11 < 1:11 compatible SK9251 (code; pong) the message `Block.pong` is new: servers have to implement it",
      "3:11 < 1:11 wire SK9601 (old, new; ) `pong` takes number 3, which `Block` had reserved because it once meant something else",
    ]);
  });

  test("of a range, in an enum", () => {
    const old = `  enum Status: u8 { ok, reserved 4..6 }
  call read() -> () fails Status`;
    const now = `  enum Status: u8 { ok, bad = 5 }
  call read() -> () fails Status`;
    expect(changes(old, now)).toEqual([
      "2:25 < 2:8 wire SK9401 (old, new, code; read) the member `bad` of `Block.Status` is new, number 5: receivers of the old version refuse it",
      "2:25 < 2:8 wire SK9601 (old, new; ) `bad` takes number 5, which `Block.Status` had reserved because it once meant something else",
    ]);
  });

  test("of an arm", () => {
    const old = `  open union Key { number: u64; reserved @ 2 }
  message put(key: Key)`;
    const now = `  open union Key { number: u64; text @ 2: string<4> }
  message put(key: Key)`;
    expect(changes(old, now)).toEqual([
      "2:33 < 2:14 compatible SK9451 (; put) the arm `text` of `Block.Key` is new, number 2: old receivers take it as unknown",
      "2:33 < 2:14 wire SK9601 (old, new; ) `text` takes number 2, which `Block.Key` had reserved because it once meant something else",
    ]);
  });
});
