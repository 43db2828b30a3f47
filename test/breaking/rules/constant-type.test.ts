import { describe, expect, test } from "vitest";
import { changes } from "../changes.ts";

describe("constant-type", () => {
  test("a bigint now", () => {
    const old = `  const most: u32 = 5
  message ping()`;
    const now = `  const most: u64 = 5
  message ping()`;
    expect(changes(old, now)).toEqual([
      "2:9 < 2:9 source SK9512 (code; ) the constant `Block.most` was a `number` and is a `bigint`",
    ]);
  });

  test("another number", () => {
    const old = `  const most = 5
  message ping()`;
    const now = `  const most: u16 = 5
  message ping()`;
    expect(changes(old, now)).toEqual([]);
  });
});
