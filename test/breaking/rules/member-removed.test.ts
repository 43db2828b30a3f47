import { describe, expect, test } from "vitest";
import { changes } from "../changes.ts";

describe("member-removed", () => {
  test("of a strict enum", () => {
    const old = `  enum Status: u8 { ok, bad }
  call read() -> () fails Status`;
    const now = `  enum Status: u8 { ok }
  call read() -> () fails Status`;
    expect(changes(old, now)).toEqual([
      "2:8 < 2:25 wire SK9402 (old, new, code; read) the member `bad` of `Block.Status`, number 1, is gone: receivers of the new version refuse it",
      "2:8 < 2:25 behaviour SK9604 (; ) `bad` is gone from `Block.Status` and may come back as something else: write `reserved bad, 1`",
    ]);
  });

  test("of an open enum", () => {
    const old = `  open enum Kind: u8 { file, folder }
  message put(kind: Kind)`;
    const now = `  open enum Kind: u8 { file }
  message put(kind: Kind)`;
    expect(changes(old, now)).toEqual([
      "2:13 < 2:30 source SK9406 (code; put) the member `folder` of `Block.Kind`, number 1, is gone: receivers of the new version take it as unknown",
      "2:13 < 2:30 behaviour SK9604 (; ) `folder` is gone from `Block.Kind` and may come back as something else: write `reserved folder, 1`",
    ]);
  });

  test("of a union", () => {
    const old = `  union Key { number: u64; newest }
  message put(key: Key)`;
    const now = `  union Key { number: u64 }
  message put(key: Key)`;
    expect(changes(old, now)).toEqual([
      "2:9 < 2:28 wire SK9402 (old, new, code; put) the arm `newest` of `Block.Key`, number 1, is gone: receivers of the new version refuse it",
      "2:9 < 2:28 behaviour SK9604 (; ) `newest` is gone from `Block.Key` and may come back as something else: write `reserved newest, @ 1`",
    ]);
  });
});
