import { describe, expect, test } from "vitest";
import { type MapTarget, pathOfTarget, printAddressOf, type Space } from "../../../src/model/address-space.ts";
import { machineOf } from "../described.ts";
import { faultsOf } from "../resolve-text.ts";

const hardware = `
  isa armv7m { word 32 bits }
  isa armv7a { word 32 bits }
  device Uart { registers 4 KiB }
  device Dma { registers control: 4 KiB, registers channels: 8 KiB }
  device Bare { bandwidth 1 GB/s }`;

/** `0x1000..0x1fff -> uart + 0x0`, one a map. */
function mapsOf(space: Space | undefined): readonly string[] {
  return (space?.maps ?? []).map(({ from, to, target, at, access }) => {
    const where = `${printAddressOf(space ?? { widths: [] }, from)}..${printAddressOf(space ?? { widths: [] }, to)}`;
    return `${where} -> ${leading(target, at)}${access === "readWrite" ? "" : `, ${access}`}`;
  });
}

function leading(target: MapTarget, at: bigint): string {
  return at === 0n ? pathOfTarget(target) : `${pathOfTarget(target)} + 0x${at.toString(16)}`;
}

function spacesOf(items: string): ReadonlyMap<string, readonly string[]> {
  const { spaces } = machineOf(`${hardware}\nmachine m {\ncore c: armv7a, sees s\n${items}\n}`);
  return new Map(spaces.map((space) => [space.path, mapsOf(space)]));
}

const inMachine = (items: string) => faultsOf(`${hardware}\nmachine m { ${items} }`);

describe("address spaces", () => {
  test("map whole memories, registers, banks and other spaces", () => {
    const spaces = spacesOf(`
      memory ram: 64 KiB
      device uart: Uart at c
      device dma: Dma at c
      space s: 32 bits {
        map 0x8000_0000 to ram
        map 0x4800_0000 to uart, read only
        map 0x4900_0000 to dma.channels, write only
        map 0x1000_0000 to bus
      }
      space bus: 16 bits`);
    expect(spaces.get("s")).toEqual([
      "0x1000_0000..0x1000_ffff -> bus",
      "0x4800_0000..0x4800_0fff -> uart, readOnly",
      "0x4900_0000..0x4900_1fff -> dma.channels, writeOnly",
      "0x8000_0000..0x8000_ffff -> ram",
    ]);
    expect(spaces.get("bus")).toEqual([]);
  });

  test("map parts of things, by size or by their last address", () => {
    const spaces = spacesOf(`
      memory ram: 64 KiB
      space s: 32 bits { map 0x0 size 4 KiB to ram at 0x1000; map 0x2000..0x2fff to ram; map 0x3000 to ram at 60 KiB }`);
    expect(spaces.get("s")).toEqual([
      "0x0..0xfff -> ram + 0x1000",
      "0x2000..0x2fff -> ram",
      "0x3000..0x3fff -> ram + 0xf000",
    ]);
  });

  test("count sizes in addresses as bytes, and repeat maps in loops", () => {
    const spaces = spacesOf(`
      device uart[3]: Uart at c
      space s: 32 bits { for i in 0..2 { map 0x4000_0000 + i * 64 KiB to uart[i] } }`);
    expect(spaces.get("s")).toEqual([
      "0x4000_0000..0x4000_0fff -> uart[0]",
      "0x4001_0000..0x4001_0fff -> uart[1]",
      "0x4002_0000..0x4002_0fff -> uart[2]",
    ]);
  });

  test("know addresses beyond 2^53 to the last digit", () => {
    const spaces = spacesOf("memory ram: 1 B; space s: 64 bits { map 0xffff_ffff_ffff_fffe + 1 to ram }");
    expect(spaces.get("s")).toEqual(["0xffff_ffff_ffff_ffff..0xffff_ffff_ffff_ffff -> ram"]);
  });

  test("of several dimensions map boxes, run by run", () => {
    const spaces = spacesOf(`
      space s: 32 bits { map 0xe000_0000 to config }
      space config: (2 bits, 3 bits, 12 bits) {
        map (0, 2..3, *) to bus
        map (1..2, 7, *) to bus at 0x8000
        map (3, 0, 0) size 4 KiB to bus
      }
      space bus: 16 bits`);
    expect(spaces.get("s")).toEqual(["0xe000_0000..0xe001_ffff -> config"]);
    expect(spaces.get("config")).toEqual([
      "(0, 2, 0)..(0, 3, 4095) -> bus",
      "(1, 7, 0)..(1, 7, 4095) -> bus + 0x8000",
      "(2, 7, 0)..(2, 7, 4095) -> bus + 0x9000",
      "(3, 0, 0)..(3, 0, 4095) -> bus",
    ]);
  });

  test("are given to parts, through as many as there are", () => {
    const { spaces, cores } = machineOf(`${hardware}
      cluster Pair(out: space) {
        core m3[2]: armv7m, sees view
        space view: 32 bits { map 0x5500_0000 size 64 MiB to out at 0x5500_0000 }
      }
      package Chip(bus: space) { cluster pair: Pair(out: bus) }
      machine m { package chip[2]: Chip(l3); space l3: 32 bits }`);
    expect(cores.map(({ path, sees }) => `${path} ${sees?.space.path}`)).toEqual([
      "chip[0].pair.m3[0] chip[0].pair.view",
      "chip[0].pair.m3[1] chip[0].pair.view",
      "chip[1].pair.m3[0] chip[1].pair.view",
      "chip[1].pair.m3[1] chip[1].pair.view",
    ]);
    expect(mapsOf(spaces.find(({ path }) => path === "chip[1].pair.view"))).toEqual([
      "0x5500_0000..0x58ff_ffff -> l3 + 0x55000000",
    ]);
  });

  test("of other parts are given by their path", () => {
    const { spaces } = machineOf(`${hardware}
      part Bus(out: space) { space s: 8 bits { map 0 to out } }
      part Far { space inner[2]: 8 bits }
      machine m { part bus: Bus(out: far[1].inner[0]); part far[2]: Far }`);
    expect(mapsOf(spaces[0])).toEqual(["0x0..0xff -> far[1].inner[0]"]);
  });

  test("of an IOMMU lead to one other space", () => {
    const { spaces, devices } = machineOf(`${hardware}
      machine m {
        core c: armv7a
        iommu smmu: 48 bits to l3, contexts 128, page 64 KiB
        space l3: 32 bits
        device d: Bare at c { sees smmu }
      }`);
    expect(spaces[0]?.iommu).toMatchObject({ to: { path: "l3" }, contexts: 128, pageBytes: 65536 });
    expect(devices[0]?.sees?.space).toBe(spaces[0]);
  });
});

describe("registers", () => {
  test("are those of the kind and the device's own", () => {
    const { registers, devices } = machineOf(`${hardware}
      machine m { core c: armv7a; device d[2]: Dma at c { registers own: 1 KiB }; device u: Uart at c, registers 8 KiB }`);
    expect(registers.map(({ path, size }) => [path, size])).toEqual([
      ...[0, 1].flatMap((at) => [
        [`d[${at}].control`, 4096],
        [`d[${at}].channels`, 8192],
        [`d[${at}].own`, 1024],
      ]),
      ["u", 8192],
    ]);
    expect(devices[1]?.registers.every(({ owner }) => owner.kind === "device" && owner.device === devices[1])).toBe(
      true,
    );
  });
});

test("what no map holds goes where `else` says", () => {
  const { spaces } = machineOf(`machine m {
    core c: amd64 @ 1 GHz, sees near
    memory a: 4 KiB
    memory b: 64 KiB
    space near: 16 bits { else to far at 0x10_0000, read only; map 0x2000 to a; map 0x8000..0x8fff to b }
    space whole: 12 bits { map 0 to a; else to far }
    space far: 24 bits { map 0x10_0000 to b }
  }`);
  const mapsOf = ({ maps }: Space) =>
    maps.map((map) => [map.from, map.to, pathOfTarget(map.target), map.at, map.access]);
  expect(spaces.map(mapsOf)).toEqual([
    [
      [0n, 0x1fffn, "far", 0x10_0000n, "readOnly"],
      [0x2000n, 0x2fffn, "a", 0n, "readWrite"],
      [0x3000n, 0x7fffn, "far", 0x10_3000n, "readOnly"],
      [0x8000n, 0x8fffn, "b", 0n, "readWrite"],
      [0x9000n, 0xffffn, "far", 0x10_9000n, "readOnly"],
    ],
    [[0n, 0xfffn, "a", 0n, "readWrite"]],
    [[0x10_0000n, 0x10_ffffn, "b", 0n, "readWrite"]],
  ]);
});

test("registers of interrupt controllers are mapped like those of devices", () => {
  const { spaces, controllers } = machineOf(`machine m {
    core c: amd64 @ 1 GHz, sees bus
    controller pic: 8 lines, registers 4 KiB -> c
    controller gic: 64 lines -> c { line 3 -> c; registers distributor: 64 KiB; registers cpu: 8 KiB }
    space bus: 32 bits { map 0 to pic; map 0x1_0000 to gic.distributor; map 0x2_0000 to gic.cpu }
  }`);
  expect(spaces[0]?.maps.map((map) => [pathOfTarget(map.target), map.from, map.to])).toEqual([
    ["pic", 0n, 0xfffn],
    ["gic.distributor", 0x1_0000n, 0x1_ffffn],
    ["gic.cpu", 0x2_0000n, 0x2_1fffn],
  ]);
  expect(controllers.map(({ registers }) => registers.length)).toEqual([1, 2]);
});

describe("what cannot be", () => {
  test.each([
    ["space s: 65 bits", "SK2601 `s` must be from 1 to 64 bits wide, but is 65"],
    ["space s: (60 bits, 8 bits)", "SK2601 `s` must be from 1 to 64 bits wide, but is 68"],
    [
      "memory r: 1 KiB; space s: 64 bits { map 0x1_0000_0000_0000_0000 to r }",
      "SK2602 an address cannot be 0x1_0000_0000_0000_0000: addresses go from 0 to 0xffff_ffff_ffff_ffff",
    ],
    [
      "memory r: 1 KiB; space s: 8 bits { map 9..8 to r }",
      "SK2603 the range 0x9..0x8 runs backwards and contains nothing",
    ],
    [
      "memory r: 1 KiB; space s: 8 bits { map (0, 1) to r }",
      "SK2604 this address has 2 parts, but `s` takes plain numbers",
    ],
    [
      "memory r: 1 KiB; space s: (1 bits, 4 bits) { map (2, 1) to r }",
      "SK2605 part 1 of the addresses of `s` has 1 bit: 2 does not fit",
    ],
    [
      "space t: (4 bits, 4 bits); space s: 8 bits { map 0 to t at (1, *) }",
      "SK2606 here one address is wanted, but this tuple names many",
    ],
    [
      "memory r: 1 KiB; space s: 8 bits { map 0 to r at (1, 2) }",
      "SK2607 an offset in `r` is a plain number, not an address of several parts",
    ],
    [
      "memory r: 1 KiB; space s: 8 bits { map 0 to r at 1 KiB }",
      "SK2608 `r` ends at 0x400: from 0x400 on nothing is left of it to map",
    ],
    [
      "core c: armv7a; device d: Bare at c; space s: 8 bits { map 0 to d }",
      "SK2609 `d` has no registers: give it, or its kind, `registers` and their size",
    ],
    [
      "core c: armv7a; device d: Dma at c; space s: 8 bits { map 0 to d }",
      "SK2609 `d` has several banks of registers, say which: `d.control` or `d.channels`",
    ],
    ["core c: armv7a, sees s, sees t; space s: 8 bits; space t: 8 bits", "SK2610 the core `c` already sees a space"],
    [
      "core c: armv7a; device d: Dma at c { registers control: 4 KiB }",
      "SK2613 `d` already has registers called `control`",
    ],
    [
      "core c: armv7a; space s: 8 bits { map 0 to c }",
      "SK2306 what a map leads to must be a memory, registers or an address space, but `c` is a core",
    ],
    ["core c: armv7a, sees c", "SK2306 what the core `c` sees must be an address space, but `c` is a core"],
    ["space s: 8 bits { map 0 to ram }", "SK2301 the machine `m` has no `ram`: there is `s`"],
    [
      "memory r: 1 KiB; space s: 8 bits { map 4 ns to r }",
      "SK2202 an address must be a number or a size (KiB, MiB, GiB), but this is a time (4 ns)",
    ],
    ["memory r: 1 KiB; space s: 8 bits { map 1 / 0 to r }", "SK2206 this divides by zero"],
  ])("%s", (items, fault) => {
    expect(inMachine(items).map((text) => text.replace(/^\S+ /, ""))).toEqual([fault]);
  });

  test("a part placed without its space, with a number for it, or with a default", () => {
    const faults = faultsOf(`${hardware}
      part P(out: space) { space s: 8 bits { map 0 to out } }
      part Q(out: space = 4) { }
      machine m { part a: P; part b: P(4); part c: P(out: 1 KiB); part d: Q(e); space e: 8 bits }`);
    expect(faults.map((text) => text.replace(/^\S+ /, ""))).toEqual([
      "SK2612 the parameter `out` is an address space and can have no default value",
      "SK2404 `P` needs the argument `out` (a space)",
      "SK2611 the parameter `out` of `P` wants the path of an address space",
      "SK2611 the parameter `out` of `P` wants the path of an address space",
    ]);
  });

  test("a path for a number", () => {
    const faults = faultsOf(`${hardware}
      part P(n: count) { core c[n]: armv7a }
      machine m { part a: P(e.x); space e: 8 bits }`);
    expect(faults).toEqual([
      expect.stringContaining("SK2611 the parameter `n` of `P` wants a number or a quantity, not a path"),
    ]);
  });
});
