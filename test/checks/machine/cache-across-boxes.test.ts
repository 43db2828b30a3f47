import { expect, test } from "vitest";
import { cacheAcrossBoxes } from "../../../src/checks/machine/cache-across-boxes.ts";
import { faultsOf } from "./faults-of.ts";

test("the cores of a cache lie in one box", () => {
  const text = (path: string) =>
    `box Server { core cpu[2]: amd64 } machine m { box s[2]: Server; cache l3: 1 MiB, shared by ${path} }`;
  expect(faultsOf(cacheAcrossBoxes, text("s[0].cpu[*]"))).toEqual([]);
  expect(faultsOf(cacheAcrossBoxes, text("s[*].cpu[1]"))).toEqual([
    "2:65 SK3213 the cache `l3` is shared by `s[0].cpu[1]` in the box `s[0]` and `s[1].cpu[1]` in the box `s[1]`",
  ]);
});
