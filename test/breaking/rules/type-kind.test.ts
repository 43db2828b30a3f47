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

  test("a struct that moved to another interface, here by the same name", () => {
    const old = `interface Block @ 1 {
  message ping()
}

interface Log @ 1 {
  struct Line { number: u32 }
  message note(line: Line)
}
`;
    const now = `interface Block @ 2 {
  struct Line { number: u32 }
  message ping()
}

interface Log @ 2 {
  type Line = Block.Line
  message note(line: Line)
}
`;
    expect(changesOf(old, now)).toEqual(["2:10 < 1:11 compatible SK9551 (; ) the struct `Block.Line` is new"]);
  });
});
