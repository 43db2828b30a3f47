import { describe, expect, test } from "vitest";
import { usualDeadline } from "../../../src/breaking/rules/call-deadline.ts";
import { defaultTimeout } from "../../../src/runtime/kernel/deadlines.ts";
import { changes } from "../changes.ts";

const read = "call read(lba: u64) -> (a: u32)";

describe("call-deadline", () => {
  test("shorter", () => {
    expect(changes(`${read} within 20 ms`, `${read} within 1.5 ms`)).toEqual([
      "2:6 < 2:6 behaviour SK9212 (new; read) `Block.read` waited 20 ms for its answer and waits 1500 us now",
    ]);
  });

  test("longer", () => {
    expect(changes(`${read} within 20 ms`, `${read} within 2 s`)).toEqual([
      "2:6 < 2:6 compatible SK9253 (; read) `Block.read` waited 20 ms for its answer and waits 2 s now",
    ]);
  });

  test("shorter than the usual", () => {
    expect(changes(read, `${read} within 20 ms`)).toEqual([
      "2:6 < 2:6 behaviour SK9212 (new; read) `Block.read` waited the usual 5 s for its answer and waits 20 ms now",
    ]);
  });

  test("the usual, said or not", () => {
    expect(changes(read, `${read} within 5 s`)).toEqual([]);
  });

  test("the usual is what the runtime waits", () => {
    const picosecondsPerMillisecond = 1e9;
    expect(usualDeadline).toBe(defaultTimeout * picosecondsPerMillisecond);
  });
});
