import { describe, expect, test } from "vitest";
import { findChanges } from "../../src/breaking/find-changes.ts";
import { judgeChanges, renderVerdict } from "../../src/breaking/verdict.ts";
import { planOf } from "./changes.ts";

function verdicts(old: string, now: string): readonly string[] {
  const plans = { old: planOf(old), new: planOf(now) };
  return judgeChanges(plans.old, plans.new, findChanges(plans.old, plans.new)).map(renderVerdict);
}

const read = "call read(lba: u64) -> (data: bytes<64>)";
const block = (version: number, ...items: readonly string[]) =>
  `interface Block @ ${version} {\n${["message trim(first: u32, last: u32)", ...items].join("\n")}\n}\n`;

describe("the verdict", () => {
  test("is silent where nothing changed", () => {
    expect(verdicts(block(1, read), block(1, read))).toEqual([]);
  });

  test("names what neighbours bind with, and without", () => {
    expect(verdicts(block(1, read), block(2, read.replace("64>", "65>")))).toEqual([
      "1 wire: Block 1 → 2 is not compatible; neighbours bind with `trim`, without `read`",
    ]);
  });

  test("says that every operation binds", () => {
    expect(verdicts(block(1), block(2, "event full()"))).toEqual([
      "Block 1 → 2 is compatible; neighbours bind with every operation",
    ]);
  });

  test("says that none does", () => {
    expect(verdicts(block(1), block(2).replace("u32", "u64"))).toEqual([
      "1 wire: Block 1 → 2 is not compatible; neighbours bind with no operation",
    ]);
  });

  test("warns of what binds and is misread", () => {
    expect(verdicts(block(1, read), block(2, read).replace("first: u32, last: u32", "last: u32, first: u32"))).toEqual([
      "1 wire: Block 1 → 2 is not compatible; neighbours bind with every operation; they bind with `trim` and misread each other",
    ]);
  });

  test("says when versions do not bind at all", () => {
    expect(verdicts(block(1), block(1, read))).toEqual([
      "1 wire: Block 1 is not compatible; clients of the one and servers of the other do not bind",
    ]);
    expect(verdicts(block(1), block(3))).toEqual([
      "1 wire: Block 1 → 3 is not compatible; clients of the one and servers of the other do not bind",
    ]);
  });

  test("is one for each interface, new and gone ones too", () => {
    expect(verdicts(block(1), block(1).replace("Block", "Disk"))).toEqual([
      "1 wire: Block 1 is not compatible",
      "Disk 1 is compatible",
    ]);
  });
});
