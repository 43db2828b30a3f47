import { describe, expect, test } from "vitest";
import { changes } from "../changes.ts";

describe("constant-changed", () => {
  test("that sets no bound", () => {
    const old = `  const a = 1
  message ping()`;
    const now = `  const a = 2
  message ping()`;
    expect(changes(old, now)).toEqual([
      "2:9 < 2:9 behaviour SK9513 (old, new; ) the constant `Block.a` was 1 and is 2: each end has its own",
    ]);
  });
});
