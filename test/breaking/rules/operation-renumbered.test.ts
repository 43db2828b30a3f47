import { describe, expect, test } from "vitest";
import { changes } from "../changes.ts";

describe("operation-renumbered", () => {
  test("by one put before it", () => {
    const old = `  message ping()`;
    const now = `  message pang()
  message ping()`;
    expect(changes(old, now)).toEqual([
      "2:11 < 1:11 compatible SK9251 (code; pang) the message `Block.pang` is new: servers have to implement it",
      "3:11 < 2:11 wire SK9202 (old, new; ping) `Block.ping` was number 1 and is number 2 (1 now means `pang`)",
    ]);
  });

  test("by its number", () => {
    const old = `  message ping @ 4 ()`;
    const now = `  message ping @ 5 ()`;
    expect(changes(old, now)).toEqual([
      "2:11 < 2:11 wire SK9202 (old, new; ping) `Block.ping` was number 4 and is number 5",
    ]);
  });
});
