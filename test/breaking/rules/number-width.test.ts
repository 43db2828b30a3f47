import { describe, expect, test } from "vitest";
import { changes } from "../changes.ts";

describe("number-width", () => {
  test("wider", () => {
    const old = `  call size() -> (bytes: u32)`;
    const now = `  call size() -> (bytes: u64)`;
    expect(changes(old, now)).toEqual([
      "2:19 < 2:19 wire SK9307 (old, new, code; size) the result `bytes` of `Block.size` was `u32` and is `u64`: a number takes 8 bytes instead of 4",
    ]);
  });

  test("narrower, in a name for it", () => {
    const old = `  type Count = u32
  message put(count: Count)
  message take(count: Count)`;
    const now = `  type Count = u16
  message put(count: Count)
  message take(count: Count)`;
    expect(changes(old, now)).toEqual([
      "2:8 < 2:8 wire SK9307 (old, new; put, take) the type `Block.Count` was `u32` and is `u16`: a number takes 2 bytes instead of 4",
    ]);
  });

  test("in an array", () => {
    const old = `  message put(keys: u32[..4])`;
    const now = `  message put(keys: u16[..4])`;
    expect(changes(old, now)).toEqual([
      "2:15 < 2:15 wire SK9307 (old, new; put) the parameter `keys` of `Block.put` was `u32[..4]` and is `u16[..4]`: a number takes 2 bytes instead of 4",
    ]);
  });

  test("in a generic struct that two are made of: one change", () => {
    const old = `  struct Page<Item, const most> { items: Item[..most]; next: u64 }
  type Numbers = Page<u32, 4>
  type Names = Page<string<8>, 2>
  message put(page: Numbers)
  call names() -> (page: Names)`;
    const now = `  struct Page<Item, const most> { items: Item[..most]; next: u32 }
  type Numbers = Page<u32, 4>
  type Names = Page<string<8>, 2>
  message put(page: Numbers)
  call names() -> (page: Names)`;
    expect(changes(old, now)).toEqual([
      "2:56 < 2:56 wire SK9307 (old, new, code; put, names) the field `next` of `Block.Numbers` was `u64` and is `u32`: a number takes 4 bytes instead of 8 (and so in `Block.Names`)",
    ]);
  });
});
