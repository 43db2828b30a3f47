import { describe, expect, test } from "vitest";
import { changesOf } from "../changes.ts";

describe("interface-removed", () => {
  test("of two", () => {
    const old = `interface Block @ 1 {
  message ping()
}
interface Log @ 1 {
  message ping()
}
`;
    const now = `interface Block @ 1 {
  message ping()
}
`;
    expect(changesOf(old, now)).toEqual(["– < 4:11 wire SK9101 (old, code; ) the interface `Log` is gone"]);
  });

  test("and one of a near name came", () => {
    const old = `interface Block @ 1 {
  message ping()
}
`;
    const now = `interface Blocks @ 1 {
  message ping()
}
`;
    expect(changesOf(old, now)).toEqual([
      "– < 1:11 wire SK9101 (old, code; ) the interface `Block` is gone; is `Blocks` what became of it?",
      "1:11 < – compatible SK9151 (; ) the interface `Blocks` is new",
    ]);
  });
});
