import { describe, expect, test } from "vitest";
import { changes } from "../changes.ts";

describe("operation-priority", () => {
  test("raised", () => {
    expect(changes("call read() -> ()", "call read() -> () priority 3")).toEqual([
      "2:6 < 2:6 behaviour SK9213 (old, new; read) `Block.read` had priority 0 and has priority 3",
    ]);
  });

  test("said, and the same", () => {
    expect(changes("message trim(lba: u64)", "message trim(lba: u64) priority 0")).toEqual([]);
  });
});
