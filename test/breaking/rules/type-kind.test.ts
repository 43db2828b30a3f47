import { describe, expect, test } from "vitest";
import { changes, changesOf } from "../changes.ts";

describe("type-kind", () => {
  test("an enum became a struct", () => {
    const old = `  enum Key: u8 { a }
  message put(key: Key)`;
    const now = `  struct Key { a: u8 }
  message put(key: Key)`;
    expect(changes(old, now)).toEqual([
      "2:10 < 2:8 wire SK9503 (old, new, code; put) `Block.Key` was an enum and is a struct",
    ]);
  });

  test("a name for it became flags", () => {
    const old = `  type Key = u8
  message put(key: Key)`;
    const now = `  flags Key: u8 { a }
  message put(key: Key)`;
    expect(changes(old, now)).toEqual([
      "2:9 < 2:8 wire SK9503 (old, new, code; put) `Block.Key` was a name for another type and is flags",
    ]);
  });
});
