import { expect, test } from "vitest";
import { contextsTooFew } from "../../../src/analyses/decoding/contexts-too-few.ts";
import { dmaNotSeen } from "../../../src/analyses/decoding/dma-not-seen.ts";
import { mapsInCircle } from "../../../src/analyses/decoding/maps-in-circle.ts";
import { nothingPasses } from "../../../src/analyses/decoding/nothing-passes.ts";
import { spaceTooLarge } from "../../../src/analyses/decoding/space-too-large.ts";
import { faultsOf, machine } from "../../checks/machine/faults-of.ts";

test("an address that comes back to where it was is told once, with the way round", () => {
  const items = `core c: amd64, sees in
    space in: 16 bits { map 0 to s }
    space s: 16 bits { map 0x100..0x1ff to t }
    space t: 16 bits { map 0x0..0xff to s at 0x100 }`;
  expect(faultsOf(mapsInCircle, machine(items))).toEqual([
    "4:24 SK3409 0x100..0x1ff of `s` leads back to itself: `s` to `t` to `s`",
  ]);
});

test("two spaces may map parts of each other", () => {
  const items = `core c: amd64, sees s; memory ram: 256 B; device d: SataDisk at c, sees t
    space s: 16 bits { map 0x100..0x1ff to t at 0x100; map 0x0 to ram }
    space t: 16 bits { map 0x0..0xff to s; map 0x100..0x1ff to ram }`;
  expect(faultsOf(mapsInCircle, machine(items))).toEqual([]);
});

test("ranges that double at every level come to an end", () => {
  const levels = Array.from(
    { length: 20 },
    (_, level) =>
      `space s${level}: ${40 - level} bits { for i in 0..1 { map i * ${2 ** (39 - level)} to s${level + 1} } }`,
  );
  const items = `core c: amd64, sees s0; memory ram: 1 KiB; ${levels.join("; ")}; space s20: 20 bits { map 0 to ram }`;
  expect(faultsOf(spaceTooLarge, machine(items))).toEqual([
    "2:56 SK3410 followed to the end, `s0` has more than 65536 ranges or maps that stand more than 64 deep",
  ]);
});

test("DMA reaches what the device's space leads to, or nothing", () => {
  const items = `core c: amd64; memory a: 4 KiB; memory b: 4 KiB
    space s: 16 bits { map 0 to a }
    device d: SataDisk at c, sees s { dma reaches a, b }
    iommu u: 16 bits to s
    device e: SataDisk at c, sees u { dma reaches a, b }
    device f: SataDisk at c { dma reaches a, b }`;
  expect(faultsOf(dmaNotSeen, machine(items))).toEqual([
    "4:5 SK3411 the DMA of `d` is said to reach `b`, but `s`, which it sees, does not lead there",
    "6:5 SK3411 the DMA of `e` is said to reach `b`, but `u`, which it sees, does not lead there",
  ]);
});

test("an IOMMU has a context for each device behind it, however far", () => {
  const items = (contexts: number) => `core c: amd64; memory a: 4 KiB; space s: 16 bits { map 0 to a }
    iommu u: 16 bits to s, contexts ${contexts}
    device d: SataDisk at c, sees u
    device e: SataDisk at c, sees bus
    space bus: 16 bits { map 0 to u }`;
  expect(faultsOf(contextsTooFew, machine(items(1)))).toEqual([
    "3:5 SK3412 the IOMMU `u` has one context, but 2 devices stand behind it: `d`, `e`",
  ]);
  expect(faultsOf(contextsTooFew, machine(items(2)))).toEqual([]);
});

test("what is read only behind what is write only lets nothing pass", () => {
  const items = `core c: amd64, sees s; memory a: 4 KiB
    space s: 16 bits { map 0 to t, write only }
    space t: 16 bits { map 0 to a, read only }`;
  expect(faultsOf(nothingPasses, machine(items))).toEqual([
    "3:24 SK3413 0x0..0xffff of `s` to `t` and 0x0..0xfff to `a` behind it let neither loads nor stores pass",
  ]);
});
