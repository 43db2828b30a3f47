import { expect, test } from "vitest";
import { sizeNotPowerOfTwo } from "../../../src/checks/machine/size-not-power-of-two.ts";
import { faultsOf, machine } from "./faults-of.ts";

test("words, lines and pages are powers of two", () => {
  const isa = "isa odd { word 24 bits, line 48 bytes, page 3 KiB }\n";
  expect(faultsOf(sizeNotPowerOfTwo, isa + machine("core cpu: odd"))).toEqual([
    "2:1 SK3015 the word of `odd` has 3 bytes, which is not a power of two",
  ]);
  expect(
    faultsOf(sizeNotPowerOfTwo, `isa even { word 8 bits, line 1 bytes, page 1 GiB }\n${machine("core cpu: even")}`),
  ).toEqual([]);
});

test("lines of caches too", () => {
  const items = "core cpu: amd64 { cache l1: 1 KiB, line 100 bytes }";
  expect(faultsOf(sizeNotPowerOfTwo, machine(items))).toEqual([
    "2:31 SK3015 the line of the cache `cpu.l1` has 100 bytes, which is not a power of two",
  ]);
});
