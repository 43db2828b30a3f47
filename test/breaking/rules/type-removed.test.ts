import { describe, expect, test } from "vitest";
import { changes } from "../changes.ts";

describe("type-removed", () => {
  test("and nothing used it", () => {
    const old = `  struct Extent { lba: u64 }
  message ping()`;
    const now = `  message ping()`;
    expect(changes(old, now)).toEqual(["1:11 < 2:10 source SK9501 (code; ) the struct `Block.Extent` is gone"]);
  });

  test("and what used it says otherwise what it means", () => {
    const old = `  type Lba = u64
  message trim(at: Lba)`;
    const now = `  message trim(at: u64)`;
    expect(changes(old, now)).toEqual(["1:11 < 2:8 source SK9501 (code; ) the type `Block.Lba` is gone"]);
  });
});
