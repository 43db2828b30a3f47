import { describe, expect, test } from "vitest";
import { changes } from "../changes.ts";

describe("name-returns", () => {
  test("of an operation", () => {
    const old = `  reserved pong
  message ping()`;
    const now = `  message ping()
  message pong()`;
    expect(changes(old, now)).toEqual([
      "3:11 < 1:11 compatible SK9251 (code; pong) the message `Block.pong` is new: servers have to implement it",
      "3:11 < 1:11 source SK9602 (code; ) `pong` is back, which `Block` had reserved because it once meant something else",
    ]);
  });
});
