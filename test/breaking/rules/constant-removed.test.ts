import { describe, expect, test } from "vitest";
import { changes } from "../changes.ts";

describe("constant-removed", () => {
  test("one of two", () => {
    const old = `  const a = 1
  const b = 2
  message ping()`;
    const now = `  const a = 1
  message ping()`;
    expect(changes(old, now)).toEqual(["1:11 < 3:9 source SK9511 (code; ) the constant `Block.b` is gone"]);
  });
});
