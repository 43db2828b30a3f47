import { expect, test } from "vitest";
import { dmaAcrossBoxes } from "../../../src/checks/machine/dma-across-boxes.ts";
import { faultsOf } from "./faults-of.ts";

test("DMA reaches memory of its own box", () => {
  const text = (path: string) =>
    `box Server { core cpu: amd64; port x; memory dram: 1 GiB }
machine m { box s[2]: Server; device d: SataDisk at s[0].x { dma reaches ${path} } }`;
  expect(faultsOf(dmaAcrossBoxes, text("s[0].dram"))).toEqual([]);
  expect(faultsOf(dmaAcrossBoxes, text("s[*].dram"))).toEqual([
    "3:31 SK3215 the DMA of `d` in the box `s[0]` cannot reach `s[1].dram` in the box `s[1]`",
  ]);
});
