import { describe, expect, test } from "vitest";
import { changes } from "../changes.ts";

const read = "call read(lba: u64) -> (a: u32)";

describe("operation-window", () => {
  test("shrunk", () => {
    expect(changes(`${read} window 8`, `${read} window 4`)).toEqual([
      "2:6 < 2:6 behaviour SK9214 (old, new; read) `Block.read` had a window of 8 and has a window of 4: its senders wait sooner",
    ]);
  });

  test("grown: there is none any more", () => {
    expect(changes(`${read} window 8`, read)).toEqual([
      "2:6 < 2:6 behaviour SK9214 (old, new; read) `Block.read` had a window of 8 and has no window of its own: more of it can pile up at the other end",
    ]);
  });

  test("shrunk: there was none", () => {
    expect(changes(read, `${read} window 8`)).toEqual([
      "2:6 < 2:6 behaviour SK9214 (old, new; read) `Block.read` had no window of its own and has a window of 8: its senders wait sooner",
    ]);
  });
});
