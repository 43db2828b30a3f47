import { describe, expect, test } from "vitest";
import { changes } from "../changes.ts";

describe("type-renamed", () => {
  test("a struct and all that use it", () => {
    const old = `  struct Extent { lba: u64 }
  message trim(at: Extent)
  stream scan() -> (at: Extent[2])`;
    const now = `  struct Run { lba: u64 }
  message trim(at: Run)
  stream scan() -> (at: Run[2])`;
    expect(changes(old, now)).toEqual([
      "2:10 < 2:10 source SK9502 (code; ) the struct `Block.Extent` is called `Run` now",
    ]);
  });

  test("an id", () => {
    const old = `  type Lba = id u64
  message trim(at: Lba)`;
    const now = `  type Sector = id u64
  message trim(at: Sector)`;
    expect(changes(old, now)).toEqual(["2:8 < 2:8 source SK9502 (code; ) the type `Block.Lba` is called `Sector` now"]);
  });
});
