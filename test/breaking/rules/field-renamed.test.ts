import { describe, expect, test } from "vitest";
import { changes } from "../changes.ts";

describe("field-renamed", () => {
  test("of a struct", () => {
    const old = `  struct Extent { lba: u64; count: u32 }
  message trim(at: Extent)`;
    const now = `  struct Extent { lba: u64; sectors: u32 }
  message trim(at: Extent)`;
    expect(changes(old, now)).toEqual([
      "2:29 < 2:29 source SK9303 (code; trim) the field `count` of `Block.Extent` is called `sectors` now",
    ]);
  });

  test("a parameter", () => {
    const old = `  message trim(lba: u64)`;
    const now = `  message trim(at: u64)`;
    expect(changes(old, now)).toEqual([
      "2:16 < 2:16 source SK9303 (code; trim) the parameter `lba` of `Block.trim` is called `at` now",
    ]);
  });

  test("of an event", () => {
    const old = `  event full(count: u32)`;
    const now = `  event full(sectors: u32)`;
    expect(changes(old, now)).toEqual([
      "2:14 < 2:14 source SK9303 (code; full) the field `count` of the event `Block.full` is called `sectors` now",
    ]);
  });
});
