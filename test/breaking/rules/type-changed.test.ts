import { describe, expect, test } from "vitest";
import { changes, changesOf } from "../changes.ts";

describe("type-changed", () => {
  test("a number became text", () => {
    const old = `  message put(key: u64)`;
    const now = `  message put(key: string<8>)`;
    expect(changes(old, now)).toEqual([
      "2:15 < 2:15 wire SK9306 (old, new, code; put) the parameter `key` of `Block.put` was `u64` and is `string<8>`",
    ]);
  });

  test("a string became bytes", () => {
    const old = `  message put(key: string<8>)`;
    const now = `  message put(key: bytes<8>)`;
    expect(changes(old, now)).toEqual([
      "2:15 < 2:15 wire SK9306 (old, new, code; put) the parameter `key` of `Block.put` was `string<8>` and is `bytes<8>`",
    ]);
  });

  test("a fixed array became a bounded one", () => {
    const old = `  message put(key: u8[8])`;
    const now = `  message put(key: u8[..8])`;
    expect(changes(old, now)).toEqual([
      "2:15 < 2:15 wire SK9306 (old, new; put) the parameter `key` of `Block.put` was `u8[8]` and is `u8[..8]`",
    ]);
  });

  test("an arm has a value now", () => {
    const old = `  union Key { number: u64; none }
  message put(key: Key)`;
    const now = `  union Key { number: u64; none: u8 }
  message put(key: Key)`;
    expect(changes(old, now)).toEqual([
      "2:28 < 2:28 wire SK9306 (old, new, code; put) the arm `none` of `Block.Key` was `nothing` and is `u8`",
    ]);
  });

  test("an enum became its integer", () => {
    const old = `  enum Kind: u8 { file, folder }
  message put(kind: Kind)`;
    const now = `  enum Kind: u8 { file, folder }
  message put(kind: u8)`;
    expect(changes(old, now)).toEqual([
      "3:15 < 3:15 wire SK9306 (old, new, code; put) the parameter `kind` of `Block.put` was `Kind` and is `u8`",
    ]);
  });

  test("an endpoint of another interface", () => {
    const old = `interface Block @ 1 {
  message hand(to: endpoint<Block>)
}

interface Log @ 1 {
  message ping()
}
`;
    const now = `interface Block @ 2 {
  message hand(to: endpoint<Log>)
}

interface Log @ 1 {
  message ping()
}
`;
    expect(changesOf(old, now)).toEqual([
      "2:16 < 2:16 wire SK9306 (old, new, code; hand) the parameter `to` of `Block.hand` was `endpoint<Block>` and is `endpoint<Log>`",
    ]);
  });
});
