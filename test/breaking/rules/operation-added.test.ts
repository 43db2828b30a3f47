import { describe, expect, test } from "vitest";
import { changes } from "../changes.ts";

describe("operation-added", () => {
  test("a call", () => {
    const old = `  message ping()`;
    const now = `  message ping()
  call read(lba: u64) -> (data: bytes<64>)`;
    expect(changes(old, now)).toEqual([
      "3:8 < 1:11 compatible SK9251 (code; read) the call `Block.read` is new: servers have to implement it",
    ]);
  });

  test("an event", () => {
    const old = `  message ping()`;
    const now = `  message ping()
  event full()`;
    expect(changes(old, now)).toEqual(["3:9 < 1:11 compatible SK9251 (code; full) the event `Block.full` is new"]);
  });
});
