import { describe, expect, test } from "vitest";
import { changes } from "../changes.ts";

describe("bound-changed", () => {
  test("of a string, grown", () => {
    const old = `  message put(key: string<8>)`;
    const now = `  message put(key: string<9>)`;
    expect(changes(old, now)).toEqual([
      "2:15 < 2:15 wire SK9309 (old, new; put) the parameter `key` of `Block.put` was `string<8>` and is `string<9>`: old receivers have no room for the longest values",
    ]);
  });

  test("of bytes, shrunk, set by a constant", () => {
    const old = `  const most = 64
  message put(data: bytes<most>)`;
    const now = `  const most = 32
  message put(data: bytes<most>)`;
    expect(changes(old, now)).toEqual([
      "2:9 < 2:9 behaviour SK9513 (old, new; ) the constant `Block.most` was 64 and is 32: each end has its own",
      "3:15 < 3:15 wire SK9309 (old, new; put) the parameter `data` of `Block.put` was `bytes<64>` and is `bytes<32>`: new receivers refuse the longest values",
    ]);
  });

  test("of an array within an array", () => {
    const old = `  message put(keys: u8[..4][2])`;
    const now = `  message put(keys: u8[..5][2])`;
    expect(changes(old, now)).toEqual([
      "2:15 < 2:15 wire SK9309 (old, new; put) the parameter `keys` of `Block.put` was `u8[..4][2]` and is `u8[..5][2]`: old receivers have no room for the longest values",
    ]);
  });

  test("of an array and its elements", () => {
    const old = `  message put(keys: string<4>[..4])`;
    const now = `  message put(keys: string<5>[..3])`;
    expect(changes(old, now)).toEqual([
      "2:15 < 2:15 wire SK9309 (old, new; put) the parameter `keys` of `Block.put` was `string<4>[..4]` and is `string<5>[..3]`: new receivers refuse the longest values",
      "2:15 < 2:15 wire SK9309 (old, new; put) the parameter `keys` of `Block.put` was `string<4>[..4]` and is `string<5>[..3]`: old receivers have no room for the longest values",
    ]);
  });

  test("of a region", () => {
    const old = `  call lend(memory: region<4096>) -> ()`;
    const now = `  call lend(memory: region<8192>) -> ()`;
    expect(changes(old, now)).toEqual([
      "2:13 < 2:13 wire SK9309 (old, new; lend) the parameter `memory` of `Block.lend` was `region<4096>` and is `region<8192>`: old receivers have no room for the longest values",
    ]);
  });
});
