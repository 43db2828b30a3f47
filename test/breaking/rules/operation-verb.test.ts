import { describe, expect, test } from "vitest";
import { changes } from "../changes.ts";

describe("operation-verb", () => {
  test("a message that is answered now", () => {
    const old = `  message trim(lba: u64)`;
    const now = `  call trim(lba: u64) -> ()`;
    expect(changes(old, now)).toEqual([
      "2:8 < 2:11 wire SK9204 (old, new, code; trim) `Block.trim` was a message and is a call",
    ]);
  });

  test("an event", () => {
    const old = `  event full(count: u32)`;
    const now = `  message full(count: u32)`;
    expect(changes(old, now)).toEqual([
      "2:11 < 2:9 wire SK9204 (old, new, code; full) `Block.full` was an event and is a message",
    ]);
  });
});
