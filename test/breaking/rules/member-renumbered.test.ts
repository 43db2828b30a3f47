import { describe, expect, test } from "vitest";
import { changes } from "../changes.ts";

describe("member-renumbered", () => {
  test("by one put before it", () => {
    const old = `  enum Status: u8 { ok, bad }
  call read() -> () fails Status`;
    const now = `  enum Status: u8 { ok, busy, bad }
  call read() -> () fails Status`;
    expect(changes(old, now)).toEqual([
      "2:25 < 2:8 wire SK9401 (old, new, code; read) the member `busy` of `Block.Status` is new, number 1: receivers of the old version refuse it",
      "2:31 < 2:25 wire SK9403 (old, new; read) the member `bad` of `Block.Status` was number 1 and is number 2 (1 now means `busy`)",
    ]);
  });

  test("of an open enum, unnoticed at the binding", () => {
    const old = `  open enum Kind: u8 { file, folder }
  message put(kind: Kind)`;
    const now = `  open enum Kind: u8 { folder, file }
  message put(kind: Kind)`;
    expect(changes(old, now)).toEqual([
      "2:32 < 2:24 wire SK9403 (old, new; put) the member `file` of `Block.Kind` was number 0 and is number 1 (0 now means `folder`), the member `folder` of `Block.Kind` was number 1 and is number 0 (1 now means `file`)",
    ]);
  });

  test("an arm", () => {
    const old = `  open union Key { number: u64; newest }
  message put(key: Key)`;
    const now = `  open union Key { number: u64; newest @ 5 }
  message put(key: Key)`;
    expect(changes(old, now)).toEqual([
      "2:33 < 2:33 wire SK9403 (old, new; put) the arm `newest` of `Block.Key` was number 1 and is number 5",
    ]);
  });
});
