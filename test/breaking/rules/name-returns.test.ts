import { describe, expect, test } from "vitest";
import { changes } from "../changes.ts";

describe("name-returns", () => {
  test("of an operation", () => {
    const old = `  reserved pong
  message ping()`;
    const now = `  message ping()
  message pong()`;
    expect(changes(old, now)).toEqual([
      "3:11 < 1:11 compatible SK9251 (code; pong) the message `Block.pong` is new: servers have to implement it",
      "3:11 < 1:11 source SK9602 (code; ) `pong` is back, which `Block` had reserved because it once meant something else",
    ]);
  });

  test("of a field", () => {
    const old = `  open struct Extent<32> { lba: u64; reserved hint }
  message trim(at: Extent)`;
    const now = `  open struct Extent<32> { lba: u64; hint?: u32 }
  message trim(at: Extent)`;
    expect(changes(old, now)).toEqual([
      "2:38 < 2:15 compatible SK9351 (; trim) the field `hint` of `Block.Extent` is new, `u32`, at the end of an open struct",
      "2:38 < 2:15 source SK9602 (code; ) `hint` is back, which `Block.Extent` had reserved because it once meant something else",
    ]);
  });
});
