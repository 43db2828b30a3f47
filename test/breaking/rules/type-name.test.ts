import { describe, expect, test } from "vitest";
import { changes, changesOf } from "../changes.ts";

describe("type-name", () => {
  test("an id became a plain number", () => {
    const old = `  type Lba = id u64
  message trim(at: Lba)`;
    const now = `  type Lba = id u64
  message trim(at: u64)`;
    expect(changes(old, now)).toEqual([
      "3:16 < 3:16 source SK9312 (code; trim) the parameter `at` of `Block.trim` was `Lba` and is `u64`: the same bytes, another type in code",
    ]);
  });

  test("an id that is none any more", () => {
    const old = `  type Lba = id u64
  message trim(at: Lba)`;
    const now = `  type Lba = u64
  message trim(at: Lba)`;
    expect(changes(old, now)).toEqual([
      "2:8 < 2:8 source SK9312 (code; trim) the type `Block.Lba` was `id u64` and is `u64`: the same bytes, another type in code",
    ]);
  });

  test("another id", () => {
    const old = `  type Lba = id u64
  type Inode = id u64
  message trim(at: Lba)`;
    const now = `  type Lba = id u64
  type Inode = id u64
  message trim(at: Inode)`;
    expect(changes(old, now)).toEqual([
      "4:16 < 4:16 source SK9312 (code; trim) the parameter `at` of `Block.trim` was `Lba` and is `Inode`: the same bytes, another type in code",
    ]);
  });

  test("another struct of the same shape", () => {
    const old = `  struct A { x: u32 }
  struct B { y: u32 }
  message put(a: A)`;
    const now = `  struct A { x: u32 }
  struct B { y: u32 }
  message put(a: B)`;
    expect(changes(old, now)).toEqual([
      "4:15 < 4:15 source SK9312 (code; put) the parameter `a` of `Block.put` was `A` and is `B`: the same bytes, another type in code",
    ]);
  });

  test("a name that means no more than its type", () => {
    const old = `  type Lba = u64
  message trim(at: Lba)`;
    const now = `  type Lba = u64
  message trim(at: u64)`;
    expect(changes(old, now)).toEqual([]);
  });

  test("a type of another interface in place of its own", () => {
    const old = `interface Block @ 1 {
  type Lba = id u64
  message trim(at: Lba)
}

interface Log @ 1 {
  type Lba = id u64
  message note(at: Lba)
}
`;
    const now = `interface Block @ 1 {
  type Lba = id u64
  message trim(at: Lba)
}

interface Log @ 2 {
  type Lba = id u64
  message note(at: Block.Lba)
}
`;
    expect(changesOf(old, now)).toEqual([
      "8:16 < 8:16 source SK9312 (code; Log.note) the parameter `at` of `Log.note` was `Lba` and is `Block.Lba`: the same bytes, another type in code",
    ]);
  });
});
