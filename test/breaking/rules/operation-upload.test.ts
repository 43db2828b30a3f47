import { describe, expect, test } from "vitest";
import { changes } from "../changes.ts";

const plain = "call put(lba: u64) -> (stored: u32)";
const upload = "call put(lba: u64) <- (data: u64) -> (stored: u32)";

describe("operation-upload", () => {
  test("gained", () => {
    expect(changes(plain, upload)).toEqual([
      "2:6 < 2:6 wire SK9206 (old, new, code; put) clients of `Block.put` now stream items up",
    ]);
  });

  test("lost", () => {
    expect(changes(upload, plain)).toEqual([
      "2:6 < 2:6 wire SK9206 (old, new, code; put) clients of `Block.put` no longer stream items up",
    ]);
  });

  test("its items are of another width", () => {
    expect(changes(upload, upload.replace("data: u64", "data: u32"))).toEqual([
      "2:24 < 2:24 wire SK9307 (old, new, code; put) the field `data` of what streams up to `Block.put` was `u64` and is `u32`: a number takes 4 bytes instead of 8",
    ]);
  });

  test("its items have another name", () => {
    expect(changes(upload, upload.replace("data: u64", "piece: u64"))).toEqual([
      "2:24 < 2:24 source SK9303 (code; put) the field `data` of what streams up to `Block.put` is called `piece` now",
    ]);
  });
});
