import { describe, expect, test } from "vitest";
import { changes } from "../changes.ts";

describe("not-reserved", () => {
  test("an operation, its name, its number, both", () => {
    const old = `  message ping()
  message pong()`;
    const now = `  message ping()`;
    expect(changes(old, now)).toEqual([
      "1:11 < 3:11 wire SK9201 (old, code; pong) the message `Block.pong` is gone",
      "1:11 < 3:11 behaviour SK9604 (; ) `pong` is gone from `Block` and may come back as something else: write `reserved pong, @ 2`",
    ]);
  });

  test("but the name", () => {
    const old = `  message ping()
  message pong()`;
    const now = `  reserved @ 2
  message ping()`;
    expect(changes(old, now)).toEqual([
      "1:11 < 3:11 wire SK9201 (old, code; pong) the message `Block.pong` is gone",
      "1:11 < 3:11 behaviour SK9604 (; ) `pong` is gone from `Block` and may come back as something else: write `reserved pong`",
    ]);
  });

  test("but the number", () => {
    const old = `  message ping()
  message pong()`;
    const now = `  reserved pong
  message ping()`;
    expect(changes(old, now)).toEqual([
      "1:11 < 3:11 wire SK9201 (old, code; pong) the message `Block.pong` is gone",
      "1:11 < 3:11 behaviour SK9604 (; ) `pong` is gone from `Block` and may come back as something else: write `reserved @ 2`",
    ]);
  });

  test("nothing but", () => {
    const old = `  message ping()
  message pong()`;
    const now = `  reserved pong, @ 2
  message ping()`;
    expect(changes(old, now)).toEqual(["1:11 < 3:11 wire SK9201 (old, code; pong) the message `Block.pong` is gone"]);
  });

  test("a member", () => {
    const old = `  open enum Kind: u8 { file, folder }
  message put(kind: Kind)`;
    const now = `  open enum Kind: u8 { file, reserved folder, 1 }
  message put(kind: Kind)`;
    expect(changes(old, now)).toEqual([
      "2:13 < 2:30 source SK9406 (code; put) the member `folder` of `Block.Kind`, number 1, is gone: receivers of the new version take it as unknown",
    ]);
  });

  test("an arm", () => {
    const old = `  open union Key { number: u64; newest }
  message put(key: Key)`;
    const now = `  open union Key { number: u64; reserved newest }
  message put(key: Key)`;
    expect(changes(old, now)).toEqual([
      "2:14 < 2:33 source SK9406 (code; put) the arm `newest` of `Block.Key`, number 1, is gone: receivers of the new version take it as unknown",
      "2:14 < 2:33 behaviour SK9604 (; ) `newest` is gone from `Block.Key` and may come back as something else: write `reserved @ 1`",
    ]);
  });

  test("a field", () => {
    const old = `  open struct Extent<32> { lba: u64; hint?: u32 }
  message trim(at: Extent)`;
    const now = `  open struct Extent<32> { lba: u64; reserved hint }
  message trim(at: Extent)`;
    expect(changes(old, now)).toEqual([
      "2:15 < 2:38 source SK9313 (code; trim) the field `hint` of `Block.Extent` is gone from the end of an open struct: nobody sends it any more",
    ]);
  });
});
