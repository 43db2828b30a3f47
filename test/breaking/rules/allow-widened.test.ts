import { describe, expect, test } from "vitest";
import { allowing } from "../allowing.ts";
import { changesOf } from "../changes.ts";

describe("allow-widened", () => {
  test("to everything", () => {
    expect(changesOf(allowing("allow web: read"), allowing(""))).toEqual([
      "14:11 < 14:11 compatible SK9752 (; ) `web` may now use `trim` of `disk` too",
    ]);
  });
});
