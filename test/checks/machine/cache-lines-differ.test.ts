import { expect, test } from "vitest";
import { cacheLinesDiffer } from "../../../src/checks/machine/cache-lines-differ.ts";
import { faultsOf } from "./faults-of.ts";

test("a cache of cores with different lines says which it has", () => {
  const text = (line: string) =>
    `isa other { line 32 bytes } machine m { core a: amd64; core b: other; cache l2: 1 MiB${line}, shared by a, b }`;
  expect(faultsOf(cacheLinesDiffer, text(", line 64 bytes"))).toEqual([]);
  expect(faultsOf(cacheLinesDiffer, text(""))).toEqual([
    "2:71 SK3222 `l2` says no size of its lines, and those of `a` have 64 bytes, those of `b` 32",
  ]);
});
