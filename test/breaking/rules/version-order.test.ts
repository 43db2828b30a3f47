import { describe, expect, test } from "vitest";
import { changesOf } from "../changes.ts";

describe("version-order", () => {
  test("a change without a new version", () => {
    const old = `interface Block @ 3 {
  message ping()
}
`;
    const now = `interface Block @ 3 {
  message ping()
  message pong()
}
`;
    expect(changesOf(old, now)).toEqual([
      "1:11 < 1:11 wire SK9102 (old, new; ) `Block` changed and is still version 3: programs built before and after refuse each other; make it `@ 4`",
      "3:11 < 1:11 compatible SK9251 (code; pong) the message `Block.pong` is new: servers have to implement it",
    ]);
  });

  test("two steps at once", () => {
    const old = `interface Block @ 3 {
  message ping()
}
`;
    const now = `interface Block @ 5 {
  message ping()
}
`;
    expect(changesOf(old, now)).toEqual([
      "1:11 < 1:11 wire SK9103 (old, new; ) `Block` goes from version 3 to 5: versions that differ by more than one refuse each other",
    ]);
  });

  test("back", () => {
    const old = `interface Block @ 3 {
  message ping()
}
`;
    const now = `interface Block @ 2 {
  message ping()
}
`;
    expect(changesOf(old, now)).toEqual([
      "1:11 < 1:11 wire SK9104 (old, new; ) `Block` goes back from version 3 to 2, which stood for something else",
    ]);
  });

  test("one step, needed or not", () => {
    const old = `interface Block @ 3 {
  message ping()
}
`;
    const now = `interface Block @ 4 {
  message ping()
}
`;
    expect(changesOf(old, now)).toEqual([]);
  });
});
