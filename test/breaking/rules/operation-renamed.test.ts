import { describe, expect, test } from "vitest";
import { changes } from "../changes.ts";

describe("operation-renamed", () => {
  test("under the same number", () => {
    const old = `  call read(lba: u64) -> (data: bytes<64>)`;
    const now = `  call fetch(lba: u64) -> (data: bytes<64>)`;
    expect(changes(old, now)).toEqual(["2:8 < 2:8 source SK9205 (code; read) `Block.read` is called `fetch` now"]);
  });

  test("and one of its parameters changed", () => {
    const old = `  call read(lba: u64) -> (data: bytes<64>)`;
    const now = `  call fetch(lba: u32) -> (data: bytes<64>)`;
    expect(changes(old, now)).toEqual([
      "2:8 < 2:8 source SK9205 (code; read) `Block.read` is called `fetch` now",
      "2:14 < 2:13 wire SK9307 (old, new, code; read) the parameter `lba` of `Block.read` was `u64` and is `u32`: a number takes 4 bytes instead of 8",
    ]);
  });
});
