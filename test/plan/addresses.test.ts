import { expect, test } from "vitest";
import { compile } from "../../src/pipeline.ts";
import { serialisePlan } from "../../src/plan/serialise.ts";
import { validatePlan } from "../../src/plan/validate.ts";
import { textHost } from "./example-host.ts";

const description = `isa arm { word 64 bits }
device Uart { registers 4 KiB }
machine soc {
  core cpu[2]: arm @ 1 GHz, sees bus
  coherence between cpu[*]
  memory dram: 1 GiB
  memory sram: 64 KiB
  device uart: Uart at cpu[0]
  device dma[2]: Uart at cpu[0], sees smmu { dma reaches sram }
  iommu smmu: 32 bits to bus, contexts 8, page 64 KiB
  space bus: 64 bits {
    map 0xffff_ffff_0000_0000 to dram
    map 0x0 size 4 GiB to low
  }
  space low: 32 bits {
    map 0x1000_0000 to uart, write only
    map 0x1000_1000 to dma[0]
    map 0x1000_2000 to dma[1]
    map 0x2000_0000 to sram
  }
}
`;

function planOf(text: string) {
  const { product, diagnostics } = compile(["d.skerry"], textHost({ "d.skerry": text }));
  if (product.plan === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return product.plan;
}

test("the plan holds the net, exact beyond 2^53", () => {
  const plan = planOf(description);
  expect(validatePlan(plan)).toEqual([]);
  const [smmu, bus] = plan.machine?.addresses?.spaces ?? [];
  expect(smmu).toMatchObject({ path: "smmu", iommu: { to: 1, contexts: 8, pageBytes: 65536 }, maps: [] });
  expect(bus).toMatchObject({
    path: "bus",
    widths: [64],
    iommu: null,
    maps: [
      { from: "0x0", to: "0xffffffff", target: { space: 2 }, offset: "0x0", access: "readWrite", at: "d.skerry:13:5" },
      { from: "0xffffffff00000000", to: "0xffffffff3fffffff", target: { memory: 0 }, offset: "0x0" },
    ],
  });
  expect(plan.machine?.addresses?.registers.map(({ path, device, size }) => [path, device, size])).toEqual([
    ["uart", 0, 4096],
    ["dma[0]", 1, 4096],
    ["dma[1]", 2, 4096],
  ]);
});

test("and what it comes to: one view for all who see alike, and one for each device behind an IOMMU", () => {
  const { addresses } = planOf(description).machine ?? {};
  const ofDma = (device: number) => ({
    space: 0,
    cores: [],
    devices: [device],
    ranges: [{ from: "0x20000000", to: "0x2000ffff", target: { memory: 1 }, offset: "0x0", access: "readWrite" }],
  });
  expect(addresses?.views).toEqual([
    ofDma(1),
    ofDma(2),
    {
      space: 1,
      cores: [0, 1],
      devices: [],
      ranges: [
        { from: "0x10000000", to: "0x10000fff", target: { registers: 0 }, offset: "0x0", access: "writeOnly" },
        { from: "0x10001000", to: "0x10001fff", target: { registers: 1 }, offset: "0x0", access: "readWrite" },
        { from: "0x10002000", to: "0x10002fff", target: { registers: 2 }, offset: "0x0", access: "readWrite" },
        { from: "0x20000000", to: "0x2000ffff", target: { memory: 1 }, offset: "0x0", access: "readWrite" },
        {
          ...{ from: "0xffffffff00000000", to: "0xffffffff3fffffff" },
          ...{ target: { memory: 0 }, offset: "0x0", access: "readWrite" },
        },
      ],
    },
  ]);
});

test("contexts say what to program into the IOMMU, where the bus has it if that fits", () => {
  const contexts = planOf(description).machine?.addresses?.contexts ?? [];
  const window = { from: "0x20000000", to: "0x2000ffff", target: { space: 1 }, offset: "0x20000000" };
  expect(contexts).toMatchObject([
    { device: 1, iommu: 0, windows: [window] },
    { device: 2, iommu: 0, windows: [window] },
  ]);
  const far = description.replace("reaches sram", "reaches dram");
  expect(planOf(far).machine?.addresses?.contexts[0]?.windows).toMatchObject([
    { from: "0x0", to: "0x3fffffff", offset: "0xffffffff00000000" },
  ]);
});

test("machines that say nothing of addresses have none of this", () => {
  const plain = "isa arm { word 64 bits }\nmachine m { core cpu: arm @ 1 GHz }";
  expect(planOf(plain).machine?.addresses).toBeNull();
});

test("it is the same bytes each time", () => {
  expect(serialisePlan(planOf(description))).toBe(serialisePlan(planOf(description)));
});
