import path from "node:path";
import { expect, test } from "vitest";
import { skerryHere as skerry } from "./in-process.ts";
import { folderOf, root } from "./skerry.ts";

const description = `isa arm { word 32 bits }
interconnect Mailbox { transfer 64 bytes }
device Sdma { registers control: 4 KiB, registers channels: 4 KiB }
cluster Pair(out: space) {
  core m3[2]: arm @ 200 MHz, sees view
  coherence between m3[*]
  memory ram: 64 KiB
  space view: 32 bits {
    map 0x5502_0000 to ram
    map 0x8000_0000 size 1 GiB to out at 0x8000_0000
    map 0x4800_0000 size 16 MiB to out at 0x4800_0000, read only
  }
}
machine soc {
  core cpu: arm @ 1 GHz, sees l3
  memory sdram: 1 GiB
  cluster ipu: Pair(out: l3)
  link cpu -- ipu.m3[0]: Mailbox
  space l3: 32 bits {
    map 0x8000_0000 to sdram
    map 0x5502_0000 to ipu.ram
    map 0x4800_0000 to l4
  }
  space l4: 24 bits {
    map 0x5_6000 to sdma.control
    map 0x5_8000 to sdma.channels
  }
  device sdma: Sdma at cpu, sees smmu { dma reaches ipu.ram }
  device idle: Sdma at cpu, sees smmu
  device blind: Sdma at cpu { dma reaches sdram }
  iommu smmu: 32 bits to l3, contexts 4
  space config: (8 bits, 8 bits) { map (1, *) to blind.control; map (2, 0) size 16 B to blind.channels }
  device bridge: Sdma at cpu, sees config
}
`;
const explain = (...words: string[]) =>
  skerry(["explain", ...words], { cwd: folderOf({ "machine.skerry": description }) });
const ask = async (...words: string[]) => JSON.parse((await explain(...words, "--json")).out);

test("follows an address from map to map to the register that answers", async () => {
  const { code, out } = await explain("address", "ipu.m3[1]", "0x4805_6010");
  expect(code).toBe(0);
  expect(out).toBe(`ipu.m3[1] at 0x4805_6010: byte 0x10 of the registers sdma.control, to read

space     address      maps                      to                   for          said by
------------------------------------------------------------------------------------------------------
ipu.view  0x4805_6010  0x4800_0000..0x48ff_ffff  l3 at 0x4800_0000    read         machine.skerry:11:5
l3        0x4805_6010  0x4800_0000..0x48ff_ffff  l4 at 0x0            read, write  machine.skerry:22:5
l4        0x5_6010     0x5_6000..0x5_6fff        sdma.control at 0x0  read, write  machine.skerry:25:5
`);
});

test("says where it ends, how far nothing is mapped, and what lies on both sides", async () => {
  const { out } = await explain("address", "cpu", "0x4805_7010");
  expect(out).toContain("cpu at 0x4805_7010: nothing, 0x5_7010 is unmapped in l4\n");
  expect(out).toContain(`
Unmapped is 0x5_7000..0x5_7fff.
Below it: 0x5_6000..0x5_6fff to sdma.control (machine.skerry:25:5)
Above it: 0x5_8000..0x5_8fff to sdma.channels (machine.skerry:26:5)
`);
});

test("knows addresses that are wider than the space", async () => {
  const { code, out } = await explain("address", "cpu", "0x1_0000_0000");
  expect({ code, out }).toEqual({
    code: 0,
    out: "cpu at 0x1_0000_0000: nothing, l3 has 32 bits and 0x1_0000_0000 has more\n",
  });
});

test("goes through the context that a device has in an IOMMU, and through no other", async () => {
  expect(await ask("address", "sdma", "0x5502_0004")).toMatchObject({
    ok: true,
    steps: [
      { space: "smmu", target: "l3", offset: "0x55020000" },
      { space: "l3", target: "ipu.ram" },
    ],
    end: { kind: "accepted", memory: "ipu.ram", offset: "0x4" },
  });
  expect(await ask("address", "sdma", "0x8000_0000")).toMatchObject({ end: { kind: "unmapped", space: "smmu" } });
  const { out } = await explain("address", "idle", "0x5502_0004");
  expect(out).toContain("The IOMMU smmu maps nothing for it: no buffer and no `dma reaches` lets it.");
});

test("takes addresses of several dimensions", async () => {
  expect(await ask("address", "bridge", "(1, 0x10)")).toMatchObject({
    address: "0x110",
    end: { registers: "blind.control", offset: "0x10" },
  });
  const { out } = await explain("address", "bridge", "(2, 17)");
  expect(out).toContain("bridge at (2, 17): nothing, (2, 17) is unmapped in config");
  expect(out).toContain("Unmapped is (2, 16)..(255, 255).");
});

test("gives JSON with plain addresses", async () => {
  expect(await ask("address", "cpu", "2147483648")).toEqual({
    ok: true,
    initiator: "cpu",
    space: "l3",
    address: "0x80000000",
    access: "read, write",
    steps: [
      {
        space: "l3",
        address: "0x80000000",
        from: "0x80000000",
        to: "0xbfffffff",
        target: "sdram",
        offset: "0x0",
        access: "read, write",
        at: "machine.skerry:20:5",
      },
    ],
    end: { kind: "accepted", memory: "sdram", offset: "0x0", at: "machine.skerry:16:3" },
    // Registers that no space maps.
    diagnostics: expect.arrayContaining([expect.objectContaining({ code: "SK3408" })]),
  });
});

test("lists all that a core or device reaches", async () => {
  const { code, out } = await explain("reach", "ipu.m3[0]");
  expect(code).toBe(0);
  expect(out).toBe(`ipu.m3[0] sees ipu.view (machine.skerry:5:30): 1 GiB + 64 KiB of memory and 2 banks of registers

range                       size  reaches        from  for          through
--------------------------------------------------------------------------------------
0x4805_6000..0x4805_6fff   4 KiB  sdma.control   0x0   read         ipu.view > l3 > l4
0x4805_8000..0x4805_8fff   4 KiB  sdma.channels  0x0   read         ipu.view > l3 > l4
0x5502_0000..0x5502_ffff  64 KiB  ipu.ram        0x0   read, write  ipu.view
0x8000_0000..0xbfff_ffff   1 GiB  sdram          0x0   read, write  ipu.view > l3
`);
});

test("names the IOMMU on the way, and what sees nothing", async () => {
  expect(await ask("reach", "sdma")).toMatchObject({
    space: "smmu",
    ranges: [{ from: "0x55020000", to: "0x5502ffff", memory: "ipu.ram", through: ["smmu", "l3"], iommus: ["smmu"] }],
  });
  expect((await explain("reach", "idle")).out).toBe("idle sees smmu (machine.skerry:29:29): nothing answers there\n");
  expect((await explain("reach", "blind")).out).toBe(
    "blind sees no address space, so no address of it leads anywhere. Its `dma reaches` names sdram.\n" +
      "Nobody says whether its DMA is coherent with the caches of cores.\n",
  );
});

test("without a name tells how much each reaches", async () => {
  const { out } = await explain("reach");
  expect(out).toContain("What the cores and devices of machine soc can address.");
  expect(out).toMatch(/^sdma +smmu +64 KiB of memory$/m);
  expect(out).toMatch(/^blind +– +sdram$/m);
  const { initiators } = await ask("reach");
  expect(initiators).toContainEqual({
    ...{ path: "sdma", space: "smmu", bytes: "0x10000", memories: ["ipu.ram"], iommus: ["smmu"], dma: ["ipu.ram"] },
  });
});

test.each([
  [["address", "ipu.m3", "0"], "ipu.m3 is no core or device but several", "Say which: ipu.m3[0]."],
  [["address", "cup", "0"], "there is no core or device cup", "Did you mean cpu?"],
  [
    ["address", "blind", "0"],
    "blind sees no address space",
    "Say which space its accesses go to: `sees` and the path of a space.",
  ],
  [["address", "cpu", "0xg"], "0xg is no address of l3", "Addresses are written like 0x8000_0000."],
  [
    ["address", "cpu", "0x1_0000_0000_0000_0000"],
    "0x1_0000_0000_0000_0000 is no address of l3",
    "Addresses are written like 0x8000_0000.",
  ],
  [["address", "bridge", "(1, 2, 3)"], "(1, 2, 3) is no address of config", "Addresses are written like (0, 0)."],
  [["reach", "l3"], "l3 is a space and no core or device", null],
])("refuses %j", async (words, message, advice) => {
  const { code, err } = await explain(...words);
  expect(code).toBe(2);
  expect(err).toContain(`skerry: ${message}.\n`);
  if (advice !== null) expect(err).toContain(advice);
});

test("answers about a machine whose system is at fault, and says the fault", async () => {
  const system = `interface Tick { message now() }
system s on soc {
  service secret: Tick = "./secret.ts" on cpu { buffer keys: 4 KiB in sdram }
  client other = "./other.ts" on ipu.m3[1] uses secret
  isolate secret from other
}
`;
  const cwd = folderOf({ "machine.skerry": description + system, "secret.ts": "", "other.ts": "" });
  const { code, out, err } = await skerry(["explain", "address", cwd, "ipu.m3[1]", "0x8000_0000"]);
  expect({ code, first: out.split("\n")[0] }).toEqual({
    code: 1,
    first: "ipu.m3[1] at 0x8000_0000: byte 0x0 of the memory sdram, to read, write",
  });
  expect(err).toContain("error SK3415: `secret` is not isolated from `other`");
  const questions = [
    ["address", "ipu.m3[1]", "0x8000_0000"],
    ["reach"],
    ["reach", "cpu"],
    ["failure", "cpu"],
    ["latency"],
  ];
  for (const question of questions) {
    const asked = await skerry(["explain", ...question, "--json"], { cwd });
    expect(JSON.parse(asked.out), question.join(" ")).toMatchObject({
      ok: true,
      diagnostics: expect.arrayContaining([expect.objectContaining({ code: "SK3415" })]),
    });
  }
  expect(await skerry(["explain", "placement"], { cwd })).toMatchObject({ code: 1, out: "" });
});

test("says of a device whether its DMA is coherent with caches, and notes buffers that programs keep in step", async () => {
  const file = path.join(root, "test/scenarios/faulty/dma_past_caches.skerry");
  const lens = await skerry(["explain", "reach", file, "lens"]);
  expect(lens.out).toContain("Its DMA is not coherent with the caches of cores");
  expect(lens.err).toMatch(/ note SK3421: the buffer `frames` of `film` is for `lens`/);
  expect(lens.err).not.toContain("`reel`");
  const screen = await skerry(["explain", "reach", file, "screen", "--json"]);
  expect(JSON.parse(screen.out)).toMatchObject({ initiator: "screen", coherent: true });
  const plan = JSON.parse((await skerry(["dump", "plan", file])).out);
  expect(plan.machine.devices.map((device: { isCoherent?: boolean }) => device.isCoherent)).toEqual([false, true]);
});
