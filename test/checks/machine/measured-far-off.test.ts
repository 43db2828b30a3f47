import { expect, test } from "vitest";
import { measuredFarOff } from "../../../src/checks/machine/measured-far-off.ts";
import { faultsOf, machine } from "./faults-of.ts";

const domain = (time: string) =>
  machine(
    `core cpu[2]: amd64; coherence between cpu[*]: latency 100 ns\nmeasured latency cpu[0] -> cpu[1]: ${time} "book"`,
  );

test("ten times more or less than stated is suspicious", () => {
  expect(faultsOf(measuredFarOff, domain("1.1 us"))).toEqual([
    "3:1 SK3019 measured from `cpu[0]` to `cpu[1]`: 1.1 us, but the coherence domain of the two states 100 ns",
  ]);
  expect(faultsOf(measuredFarOff, domain("9 ns"))).toHaveLength(1);
});

test("up to ten times is life", () => {
  expect(faultsOf(measuredFarOff, domain("1 us"))).toEqual([]);
  expect(faultsOf(measuredFarOff, domain("10 ns"))).toEqual([]);
});

test("caches and memories are compared with what they state", () => {
  const items =
    'core cpu: amd64 @ 1 GHz { cache l1: 1 KiB, latency 2 cycles }; memory dram: 1 GiB, latency 100 ns\nmeasured latency cpu -> cpu.l1: 3 us "book"\nmeasured latency cpu -> dram: 3 ns "book"';
  expect(faultsOf(measuredFarOff, machine(items))).toEqual([
    "3:1 SK3019 measured from `cpu` to `cpu.l1`: 3 us, but the cache `cpu.l1` states 2 cycles",
    "4:1 SK3019 measured from `cpu` to `dram`: 3 ns, but the memory `dram` states 100 ns",
  ]);
});
