import { describe, expect, test } from "vitest";
import { changesOf } from "../changes.ts";

describe("interface-added", () => {
  test("beside another", () => {
    const old = `interface Block @ 1 {
  message ping()
}
`;
    const now = `interface Block @ 1 {
  message ping()
}
interface Log @ 1 {
  message ping()
}
`;
    expect(changesOf(old, now)).toEqual(["4:11 < – compatible SK9151 (; ) the interface `Log` is new"]);
  });
});
