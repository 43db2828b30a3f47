import { expect, test } from "vitest";
import { cacheNotSlower } from "../../../src/checks/machine/cache-not-slower.ts";
import { faultsOf, machine } from "./faults-of.ts";

test("a larger cache is slower", () => {
  const items = "core cpu: amd64 @ 1 GHz { cache l1: 32 KiB, latency 9 ns; cache l2: 1 MiB, latency 8 cycles }";
  expect(faultsOf(cacheNotSlower, machine(items))).toEqual([
    "2:71 SK3016 the cache `cpu.l2` (8 cycles) is larger than `cpu.l1` (9 ns), but not slower",
  ]);
  expect(faultsOf(cacheNotSlower, machine(items.replace("8 cycles", "10 cycles")))).toEqual([]);
});

test("a shared one counts among the caches of each of its cores", () => {
  const items =
    "core cpu[2]: amd64 @ 1 GHz { cache l1: 32 KiB, latency 9 ns }; cache l2: 1 MiB, latency 2 ns, shared by cpu[*]";
  expect(faultsOf(cacheNotSlower, machine(items))).toEqual([
    "2:76 SK3016 the cache `l2` (2 ns) is larger than `cpu[0].l1` (9 ns), but not slower",
  ]);
});

test("of equal sizes, as those of data and instructions, nothing follows", () => {
  const items = "core cpu: amd64 @ 1 GHz { cache l1d: 32 KiB, latency 4 ns; cache l1i: 32 KiB, latency 3 ns }";
  expect(faultsOf(cacheNotSlower, machine(items))).toEqual([]);
});
