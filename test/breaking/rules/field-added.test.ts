import { describe, expect, test } from "vitest";
import { changes, changesOf } from "../changes.ts";

describe("field-added", () => {
  test("a struct grows", () => {
    const old = `  struct Extent { lba: u64 }
  call read(at: Extent) -> (data: bytes<64>)
  stream scan() -> (at: Extent)`;
    const now = `  struct Extent { lba: u64; count: u32 }
  call read(at: Extent) -> (data: bytes<64>)
  stream scan() -> (at: Extent)`;
    expect(changes(old, now)).toEqual([
      "2:29 < 2:10 wire SK9301 (old, new, code; read, scan) the field `count` of `Block.Extent` is new, `u32`: `Block.Extent` grows from 8 to 16 bytes",
    ]);
  });

  test("into a gap of the layout", () => {
    const old = `  struct Extent { lba: u64; count: u32 }
  message trim(at: Extent)`;
    const now = `  struct Extent { lba: u64; count: u32; device: u8 }
  message trim(at: Extent)`;
    expect(changes(old, now)).toEqual([
      "2:41 < 2:10 wire SK9301 (old, new, code; trim) the field `device` of `Block.Extent` is new, `u8`: `Block.Extent` still has 16 bytes, which mean something else",
    ]);
  });

  test("a parameter", () => {
    const old = `  call read(lba: u64) -> ()`;
    const now = `  call read(lba: u64, count: u32) -> ()`;
    expect(changes(old, now)).toEqual([
      "2:23 < 2:8 wire SK9301 (old, new, code; read) the parameter `count` of `Block.read` is new, `u32`: the request of `Block.read` grows from 8 to 16 bytes",
    ]);
  });

  test("an optional result", () => {
    const old = `  call read() -> (a: u32)`;
    const now = `  call read() -> (a: u32, hint?: u32)`;
    expect(changes(old, now)).toEqual([
      "2:27 < 2:8 wire SK9301 (old, new; read) the result `hint` of `Block.read` is new, `u32`: the reply of `Block.read` grows from 4 to 12 bytes",
    ]);
  });

  test("in a struct that no operation carries", () => {
    const old = `  struct Extent { lba: u64 }
  message ping()`;
    const now = `  struct Extent { lba: u64; count: u32 }
  message ping()`;
    expect(changes(old, now)).toEqual([
      "2:29 < 2:10 source SK9301 (code; ) the field `count` of `Block.Extent` is new, `u32`: `Block.Extent` grows from 8 to 16 bytes",
    ]);
  });

  test("an optional one at the end of an open struct", () => {
    const old = `  open struct Extent<32> { lba: u64 }
  message trim(at: Extent)`;
    const now = `  open struct Extent<32> { lba: u64; hint?: u32 }
  message trim(at: Extent)`;
    expect(changes(old, now)).toEqual([
      "2:38 < 2:15 compatible SK9351 (; trim) the field `hint` of `Block.Extent` is new, `u32`, at the end of an open struct",
    ]);
  });

  test("one before the end of an open struct", () => {
    const old = `  open struct Extent<32> { lba: u64; hint?: u32 }
  message trim(at: Extent)`;
    const now = `  open struct Extent<32> { lba: u64; note?: u32; hint?: u32 }
  message trim(at: Extent)`;
    expect(changes(old, now)).toEqual([
      "2:38 < 2:15 wire SK9301 (old, new; trim) the field `note` of `Block.Extent` is new, `u32`: `Block.Extent` still has 32 bytes, which mean something else",
    ]);
  });

  test("a required one at the end of an open struct: who lacks it", () => {
    const old = `  open struct Extent<32> { lba: u64 }
  message trim(at: Extent)`;
    const now = `  open struct Extent<32> { lba: u64; count: u32 }
  message trim(at: Extent)`;
    expect(changes(old, now)).toEqual([
      "2:38 < 2:15 wire SK9301 (old, code; trim) the field `count` of `Block.Extent` is new, `u32`: it is required, and senders of the old version leave it out",
    ]);
  });

  test("the same in a reply", () => {
    const old = `  open struct Extent<32> { lba: u64 }
  call find() -> (at: Extent)`;
    const now = `  open struct Extent<32> { lba: u64; count: u32 }
  call find() -> (at: Extent)`;
    expect(changes(old, now)).toEqual([
      "2:38 < 2:15 wire SK9301 (new, code; find) the field `count` of `Block.Extent` is new, `u32`: it is required, and senders of the old version leave it out",
    ]);
  });

  test("in a struct that another interface uses", () => {
    const old = `interface Block @ 1 {
  struct Extent { lba: u64 }
  message trim(at: Extent)
}

interface Log @ 1 {
  message note(of: Block.Extent)
}
`;
    const now = `interface Block @ 2 {
  struct Extent { lba: u64; count: u32 }
  message trim(at: Extent)
}

interface Log @ 1 {
  message note(of: Block.Extent)
}
`;
    expect(changesOf(old, now)).toEqual([
      "2:29 < 2:10 wire SK9301 (old, new, code; trim, Log.note) the field `count` of `Block.Extent` is new, `u32`: `Block.Extent` grows from 8 to 16 bytes",
      "6:11 < 6:11 wire SK9102 (old, new; ) `Log` changed and is still version 1: programs built before and after refuse each other; make it `@ 2`",
    ]);
  });

  test("to a generic struct", () => {
    const old = `  struct Page<Item, const most> { items: Item[..most] }
  type Numbers = Page<u32, 4>
  message put(page: Numbers)`;
    const now = `  struct Page<Item, const most> { items: Item[..most]; next: u64 }
  type Numbers = Page<u32, 4>
  message put(page: Numbers)`;
    expect(changes(old, now)).toEqual([
      "2:56 < 3:8 wire SK9301 (old, new, code; put) the field `next` of `Block.Numbers` is new, `u64`: `Block.Numbers` grows from 20 to 32 bytes",
    ]);
  });

  test("to a generic struct that two are made of: one change", () => {
    const old = `  struct Page<Item, const most> { items: Item[..most] }
  type Numbers = Page<u32, 4>
  type Names = Page<string<8>, 2>
  message put(page: Numbers)
  call names() -> (page: Names)`;
    const now = `  struct Page<Item, const most> { items: Item[..most]; next: u64 }
  type Numbers = Page<u32, 4>
  type Names = Page<string<8>, 2>
  message put(page: Numbers)
  call names() -> (page: Names)`;
    expect(changes(old, now)).toEqual([
      "2:56 < 3:8 wire SK9301 (old, new, code; put, names) the field `next` of `Block.Numbers` is new, `u64`: `Block.Numbers` grows from 20 to 32 bytes (and so in `Block.Names`)",
    ]);
  });
});
