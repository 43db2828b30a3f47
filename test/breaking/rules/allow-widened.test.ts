import { describe, expect, test } from "vitest";
import { changesBetween } from "../changes.ts";
import { withAllow } from "../edited.ts";

describe("allow-widened", () => {
  test("to everything", () => {
    expect(changesBetween(withAllow([{ program: "web", opcodes: [2] }]), withAllow(null))).toEqual([
      "14:11 < 14:11 compatible SK9752 (; ) `web` may now call `read` of `disk` too",
    ]);
  });
});
