import { describe, expect, test } from "vitest";
import { changesBetween } from "../changes.ts";
import { withAllow } from "../edited.ts";

describe("allow-narrowed", () => {
  test("from everything", () => {
    expect(changesBetween(withAllow(null), withAllow([{ program: "web", opcodes: [2] }]))).toEqual([
      "14:11 < 14:11 wire SK9705 (old, code; ) `web` may no longer call `read` of `disk`",
    ]);
  });

  test("by one of two", () => {
    const both = withAllow([{ program: "web", opcodes: [1, 2] }]);
    expect(changesBetween(both, withAllow([{ program: "web", opcodes: [1] }]))).toEqual([
      "14:11 < 14:11 wire SK9705 (old, code; ) `web` may no longer call `trim` of `disk`",
    ]);
  });

  test("to others only", () => {
    expect(changesBetween(withAllow(null), withAllow([{ program: "names", opcodes: [1, 2] }]))).toEqual([
      "14:11 < 14:11 wire SK9705 (old, code; ) `web` may no longer call `read` and `trim` of `disk`",
    ]);
  });

  test("written otherwise, and the same", () => {
    const apart = withAllow([
      { program: "web", opcodes: [1] },
      { program: "web", opcodes: [2] },
    ]);
    expect(changesBetween(withAllow(null), apart)).toEqual([]);
  });
});
