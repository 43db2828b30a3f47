import { expect, test } from "vitest";
import { sizeZero } from "../../../src/checks/machine/size-zero.ts";
import { faultsOf, machine } from "./faults-of.ts";

test("memories and caches hold something", () => {
  const items = "core cpu: amd64 { cache l1: 0 KiB; cache l2: 1 B }; memory dram: 0 B; memory sram: 1 B";
  expect(faultsOf(sizeZero, machine(items))).toEqual([
    "2:31 SK3014 the cache `cpu.l1` has a size of zero",
    "2:65 SK3014 the memory `dram` has a size of zero",
  ]);
});
