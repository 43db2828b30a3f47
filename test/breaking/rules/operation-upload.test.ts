import { describe, expect, test } from "vitest";
import type { Layout } from "../../../src/plan/plan.ts";
import { changesBetween } from "../changes.ts";
import { withRead } from "../edited.ts";

const upload: Layout = { size: 0, openBytes: null, align: 1, presenceBytes: 0, fields: [], tail: null };

describe("operation-upload", () => {
  test("gained", () => {
    expect(changesBetween(withRead({}), withRead({ upload }))).toEqual([
      "9:8 < 9:8 wire SK9206 (old, new, code; read) clients of `Block.read` now stream items up",
    ]);
  });

  test("lost", () => {
    expect(changesBetween(withRead({ upload }), withRead({}))).toEqual([
      "9:8 < 9:8 wire SK9206 (old, new, code; read) clients of `Block.read` no longer stream items up",
    ]);
  });
});
