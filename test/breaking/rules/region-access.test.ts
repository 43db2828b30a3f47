import { describe, expect, test } from "vitest";
import { changes } from "../changes.ts";

describe("region-access", () => {
  test("writable now", () => {
    const old = `  call lend(memory: region<4096>) -> ()`;
    const now = `  call lend(memory: writable region<4096>) -> ()`;
    expect(changes(old, now)).toEqual([
      "2:13 < 2:13 wire SK9311 (old, new, code; lend) the parameter `memory` of `Block.lend` was to be read only and is writable now",
    ]);
  });

  test("to be read only, in a struct", () => {
    const old = `  struct Loan { memory: writable region<4096> }
  message lend(loan: Loan)`;
    const now = `  struct Loan { memory: region<4096> }
  message lend(loan: Loan)`;
    expect(changes(old, now)).toEqual([
      "2:17 < 2:17 wire SK9311 (old, new, code; lend) the field `memory` of `Block.Loan` was writable and is to be read only now",
    ]);
  });
});
