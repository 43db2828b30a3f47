import { describe, expect, test } from "vitest";
import { changes } from "../changes.ts";

describe("field-presence", () => {
  test("optional now", () => {
    const old = `  struct Extent { lba: u64; count: u32 }
  message trim(at: Extent)`;
    const now = `  struct Extent { lba: u64; count?: u32 }
  message trim(at: Extent)`;
    expect(changes(old, now)).toEqual([
      "2:29 < 2:29 wire SK9305 (old, new, code; trim) the field `count` of `Block.Extent` was always there and is optional now",
    ]);
  });

  test("required now", () => {
    const old = `  call read(from?: u64) -> ()`;
    const now = `  call read(from: u64) -> ()`;
    expect(changes(old, now)).toEqual([
      "2:13 < 2:13 wire SK9305 (old, new, code; read) the parameter `from` of `Block.read` was optional and is required now",
    ]);
  });
});
