import { describe, expect, test } from "vitest";
import { changes } from "../changes.ts";

describe("operation-removed", () => {
  test("the last of them", () => {
    const old = `  message ping()
  call read(lba: u64) -> (data: bytes<64>)`;
    const now = `  message ping()`;
    expect(changes(old, now)).toEqual([
      "1:11 < 3:8 wire SK9201 (old, code; read) the call `Block.read` is gone",
      "1:11 < 3:8 behaviour SK9604 (; ) `read` is gone from `Block` and may come back as something else: write `reserved read, @ 2`",
    ]);
  });
});
