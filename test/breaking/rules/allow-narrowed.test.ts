import { describe, expect, test } from "vitest";
import { allowing } from "../allowing.ts";
import { changesOf } from "../changes.ts";

describe("allow-narrowed", () => {
  test("from everything", () => {
    expect(changesOf(allowing(""), allowing("allow web: read"))).toEqual([
      "14:11 < 14:11 wire SK9705 (old, code; ) `web` may no longer use `trim` of `disk`",
    ]);
  });

  test("by one of two", () => {
    expect(changesOf(allowing("allow web: read, trim"), allowing("allow web: trim"))).toEqual([
      "14:11 < 14:11 wire SK9705 (old, code; ) `web` may no longer use `read` of `disk`",
    ]);
  });

  test("written otherwise, and the same", () => {
    expect(changesOf(allowing(""), allowing("allow web: *"))).toEqual([]);
    expect(changesOf(allowing("allow web: read, trim"), allowing("allow web: *"))).toEqual([]);
  });
});
