import { describe, expect, test } from "vitest";
import { changes } from "../changes.ts";

describe("open-struct-room", () => {
  test("more of it", () => {
    const old = `  open struct Extent<32> { lba: u64 }
  message trim(at: Extent)`;
    const now = `  open struct Extent<64> { lba: u64 }
  message trim(at: Extent)`;
    expect(changes(old, now)).toEqual([
      "2:15 < 2:15 wire SK9504 (old, new; trim) `Block.Extent` had room for 32 bytes and has room for 64",
    ]);
  });
});
