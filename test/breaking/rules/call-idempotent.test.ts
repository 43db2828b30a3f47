import { describe, expect, test } from "vitest";
import { changes } from "../changes.ts";

describe("call-idempotent", () => {
  test("dropped", () => {
    expect(changes("idempotent call read() -> ()", "call read() -> ()")).toEqual([
      "2:6 < 2:17 behaviour SK9211 (old, new; read) `Block.read` is no longer idempotent: what was repeated for its callers now fails",
    ]);
  });

  test("gained", () => {
    expect(changes("call read() -> ()", "idempotent call read() -> ()")).toEqual([
      "2:17 < 2:6 compatible SK9252 (; read) `Block.read` is idempotent now: new clients repeat it after a failover",
    ]);
  });
});
