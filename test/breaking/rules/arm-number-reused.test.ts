import { describe, expect, test } from "vitest";
import { changes } from "../changes.ts";

describe("arm-number-reused", () => {
  test("for another value", () => {
    const old = `  union Key { number: u64; text: string<8> }
  message put(key: Key)`;
    const now = `  union Key { number: u64; pair: u32[2] }
  message put(key: Key)`;
    expect(changes(old, now)).toEqual([
      "2:28 < 2:28 wire SK9404 (old, new, code; put) number 1 meant the arm `text` of `Block.Key`, which is gone, and now means `pair`",
    ]);
  });
});
