import { describe, expect, test } from "vitest";
import { changes } from "../changes.ts";

describe("member-added", () => {
  test("to a strict enum", () => {
    const old = `  enum Status: u8 { ok, bad }
  call read() -> () fails Status`;
    const now = `  enum Status: u8 { ok, bad, busy }
  call read() -> () fails Status`;
    expect(changes(old, now)).toEqual([
      "2:30 < 2:8 wire SK9401 (old, new, code; read) the member `busy` of `Block.Status` is new, number 2: receivers of the old version refuse it",
    ]);
  });

  test("to an open enum", () => {
    const old = `  open enum Kind: u8 { file }
  message put(kind: Kind)`;
    const now = `  open enum Kind: u8 { file, folder }
  message put(kind: Kind)`;
    expect(changes(old, now)).toEqual([
      "2:30 < 2:13 compatible SK9451 (; put) the member `folder` of `Block.Kind` is new, number 1: old receivers take it as unknown",
    ]);
  });

  test("to strict flags", () => {
    const old = `  strict flags Rights: u8 { read }
  message put(rights: Rights)`;
    const now = `  strict flags Rights: u8 { read, write }
  message put(rights: Rights)`;
    expect(changes(old, now)).toEqual([
      "2:35 < 2:16 wire SK9401 (old, new, code; put) the member `write` of `Block.Rights` is new, number 2: receivers of the old version refuse it",
    ]);
  });

  test("to a strict union", () => {
    const old = `  union Key { number: u64 }
  message put(key: Key)`;
    const now = `  union Key { number: u64; newest }
  message put(key: Key)`;
    expect(changes(old, now)).toEqual([
      "2:28 < 2:9 wire SK9401 (old, new, code; put) the arm `newest` of `Block.Key` is new, number 1: receivers of the old version refuse it",
    ]);
  });
});
