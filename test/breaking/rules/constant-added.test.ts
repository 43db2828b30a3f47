import { describe, expect, test } from "vitest";
import { changes } from "../changes.ts";

describe("constant-added", () => {
  test("one more", () => {
    const old = `  const a = 1
  message ping()`;
    const now = `  const a = 1
  const b = 2
  message ping()`;
    expect(changes(old, now)).toEqual(["3:9 < 1:11 compatible SK9552 (; ) the constant `Block.b` is new"]);
  });
});
