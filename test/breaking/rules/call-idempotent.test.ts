import { describe, expect, test } from "vitest";
import { changesBetween } from "../changes.ts";
import { withRead } from "../edited.ts";

describe("call-idempotent", () => {
  test("dropped", () => {
    expect(changesBetween(withRead({ idempotent: true }), withRead({ idempotent: false }))).toEqual([
      "9:8 < 9:8 behaviour SK9211 (old, new; read) `Block.read` is no longer idempotent: what was repeated for its callers now fails",
    ]);
  });

  test("gained", () => {
    expect(changesBetween(withRead({ idempotent: false }), withRead({ idempotent: true }))).toEqual([
      "9:8 < 9:8 compatible SK9252 (; read) `Block.read` is idempotent now: new clients repeat it after a failover",
    ]);
  });
});
