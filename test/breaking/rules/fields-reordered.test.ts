import { describe, expect, test } from "vitest";
import { changes } from "../changes.ts";

describe("fields-reordered", () => {
  test("of one type: nothing but their meaning changes", () => {
    const old = `  message trim(first: u64, last: u64)`;
    const now = `  message trim(last: u64, first: u64)`;
    expect(changes(old, now)).toEqual([
      "2:27 < 2:16 wire SK9304 (old, new, code; trim) `Block.trim` had `first` and `last` and has `last` and `first`: the same bytes, and each end takes one for the other",
    ]);
  });

  test("of two types", () => {
    const old = `  struct Extent { lba: u64; count: u32 }
  message trim(at: Extent)`;
    const now = `  struct Extent { count: u32; lba: u64 }
  message trim(at: Extent)`;
    expect(changes(old, now)).toEqual([
      "2:31 < 2:19 wire SK9304 (old, new, code; trim) `Block.Extent` had `lba` and `count` and has `count` and `lba`",
    ]);
  });
});
