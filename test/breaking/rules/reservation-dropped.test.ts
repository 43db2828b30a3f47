import { describe, expect, test } from "vitest";
import { changes } from "../changes.ts";

describe("reservation-dropped", () => {
  test("of names and numbers", () => {
    const old = `  reserved pong, @ 3, @ 7..9
  message ping()`;
    const now = `  message ping()`;
    expect(changes(old, now)).toEqual([
      "1:11 < 1:11 behaviour SK9603 (; ) `Block` no longer reserves `pong`, which must not come back",
      "1:11 < 1:11 behaviour SK9603 (; ) `Block` no longer reserves number 3, which must not come back",
      "1:11 < 1:11 behaviour SK9603 (; ) `Block` no longer reserves the numbers 7 to 9, which must not come back",
    ]);
  });

  test("and a range covered by two", () => {
    const old = `  reserved @ 3..9
  message ping()`;
    const now = `  reserved @ 3..5, @ 6..12
  message ping()`;
    expect(changes(old, now)).toEqual([]);
  });

  test("of an enum", () => {
    const old = `  enum Status: u8 { ok, reserved bad, 4 }
  call read() -> () fails Status`;
    const now = `  enum Status: u8 { ok }
  call read() -> () fails Status`;
    expect(changes(old, now)).toEqual([
      "2:8 < 2:8 behaviour SK9603 (; ) `Block.Status` no longer reserves `bad`, which must not come back",
      "2:8 < 2:8 behaviour SK9603 (; ) `Block.Status` no longer reserves number 4, which must not come back",
    ]);
  });
});
