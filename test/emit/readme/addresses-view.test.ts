import { expect, test } from "vitest";
import { viewAddresses } from "../../../src/emit/readme/addresses-view.ts";
import { described } from "../pictures/pictured-machines.ts";

const soc = `device Uart { registers 4 KiB }
machine soc {
  core cpu[2]: amd64 @ 1 GHz, sees bus
  coherence between cpu[*]
  memory dram: 1 GiB
  device uart: Uart at cpu[0]
  device dma: Uart at cpu[0], sees smmu
  iommu smmu: 32 bits to bus
  space bus: 32 bits {
    map 0x8000_0000 to dram
    map 0x1000_0000 size 2 KiB to uart at 0x800, read only
    map 0x1000_1000 to dma
  }
}`;

test("a page lists what each view reaches, and where nothing is reached", () => {
  const { machine } = described(`use "prelude/amd64"\n${soc}`);
  expect(machine === null ? null : viewAddresses(machine)).toEqual({
    ranges: [
      { space: "smmu", seenBy: "dma", from: "", size: "", reaches: "nothing", access: "" },
      {
        ...{ space: "bus", seenBy: "cpu[0..1]", from: "0x1000_0000", size: "2 KiB" },
        ...{ reaches: "registers uart from 0x800", access: "read" },
      },
      { space: "", seenBy: "", from: "0x1000_1000", size: "4 KiB", reaches: "registers dma", access: "read, write" },
      { space: "", seenBy: "", from: "0x8000_0000", size: "1 GiB", reaches: "dram", access: "read, write" },
    ],
    more: null,
  });
});

test("a machine without spaces has none of it", () => {
  const { machine } = described(`use "prelude/amd64"\nmachine m { core c: amd64 @ 1 GHz }`);
  expect(machine === null ? undefined : viewAddresses(machine)).toBeNull();
});
