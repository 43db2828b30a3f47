import { describe, expect, test } from "vitest";
import { measuredBandwidths, measuredLatencies } from "../../../src/model/machine.ts";
import { describeText, machineOf, printAll } from "../described.ts";

const paths = (elements: readonly { readonly path: string }[]) => elements.map(({ path }) => path);

describe("machines", () => {
  test("hold every instance under its full path, in order of declaration", () => {
    const machine = machineOf(`
      die Chiplet { core cpu[2]: amd64 @ 1 GHz }
      package Chip { die d[2]: Chiplet; core extra: amd64 @ 2 GHz }
      machine m { core boot: amd64 @ 1 GHz; package p[2]: Chip }`);
    expect(paths(machine.parts)).toEqual(["", "p[0]", "p[0].d[0]", "p[0].d[1]", "p[1]", "p[1].d[0]", "p[1].d[1]"]);
    expect(paths(machine.cores)).toEqual([
      "boot",
      ...["p[0].d[0].cpu[0]", "p[0].d[0].cpu[1]", "p[0].d[1].cpu[0]", "p[0].d[1].cpu[1]", "p[0].extra"],
      ...["p[1].d[0].cpu[0]", "p[1].d[0].cpu[1]", "p[1].d[1].cpu[0]", "p[1].d[1].cpu[1]", "p[1].extra"],
    ]);
    expect(machine.cores.map(({ index }) => index)).toEqual([...machine.cores.keys()]);
    expect(machine.parts[2]).toMatchObject({
      level: "die",
      type: "Chiplet",
      parent: { path: "p[0]", level: "package" },
    });
    expect(machine.parts[0]).toMatchObject({ level: "machine", type: "m", parent: null });
  });

  test("have arrays of any dimension, row by row", () => {
    const machine = machineOf("machine m { core c[2][3]: amd64 }");
    expect(paths(machine.cores)).toEqual(["c[0][0]", "c[0][1]", "c[0][2]", "c[1][0]", "c[1][1]", "c[1][2]"]);
  });

  test("say of each element of an array what its index makes of it", () => {
    const machine = machineOf(`
      device Uart { registers 4 KiB }
      cluster Pair(base: count) {
        core cpu[i in 0..1]: amd64 @ (1 + i) * 1 GHz, id base + i, sees view[i] { cache l1: (i + 1) * 32 KiB }
        memory tcm[i in 0..1]: (i + 1) * 64 KiB
        space view[i in 0..1]: 32 bits { map 0x1000 * i to tcm[i] }
        controller pic[i in 0..1]: 8 + i lines -> cpu[i] { for k in 0..1 { line k + i -> cpu[1 - i] } }
        device uart[i in 0..1]: Uart at cpu[i] { interrupt -> pic[i] (i + 1) }
      }
      machine m { cluster p[x in 0..1][y in 0..1]: Pair(base: 16 * x + 4 * y) }`);
    expect(machine.cores.map(({ hardwareId }) => hardwareId)).toEqual([0, 1, 4, 5, 16, 17, 20, 21]);
    expect(machine.cores.slice(0, 2).map(({ clock, sees }) => [clock, sees?.space.path])).toEqual([
      [1e9, "p[0][0].view[0]"],
      [2e9, "p[0][0].view[1]"],
    ]);
    expect(machine.caches.slice(0, 2).map(({ size }) => size)).toEqual([32_768, 65_536]);
    expect(machine.memories.slice(0, 2).map(({ size }) => size)).toEqual([65_536, 131_072]);
    expect(machine.spaces.slice(0, 2).flatMap(({ maps }) => maps.map(({ from, to }) => [from, to]))).toEqual([
      [0n, 0xffffn],
      [0x1000n, 0x20fffn],
    ]);
    expect(machine.controllers.slice(0, 2).map(({ dimensions }) => dimensions)).toEqual([[8], [9]]);
    expect(machine.controllers[1]?.routes.slice(0, 2)).toMatchObject([
      { lines: [{ from: 1, to: 1 }], to: { cores: [{ path: "p[0][0].cpu[0]" }] } },
      { lines: [{ from: 2, to: 2 }], to: { cores: [{ path: "p[0][0].cpu[0]" }] } },
    ]);
    expect(machine.devices[1]?.sources).toMatchObject([{ to: { lines: [{ from: 2, to: 2 }] } }]);
  });

  test("know how programs on a core are kept to their memory", () => {
    const machine = machineOf(`
      isa r5 { word 32 bits, protection regions }
      machine m {
        core a: amd64
        core b: r5
        core c: r5, protection none
      }`);
    expect(machine.cores.map(({ protection }) => protection)).toEqual(["pages", "regions", "none"]);
  });

  test("know what each core is", () => {
    const machine = machineOf(`
      /// The quick one.
      machine m {
        /// Runs the show.
        core big: amd64 @ 2.5 GHz, threads 2, kind performance, os 5, id 0x10
        core off: amd64, offline
      }`);
    expect(machine.documentation).toBe("The quick one.");
    expect(machine.cores[0]).toMatchObject({
      documentation: "Runs the show.",
      isa: { name: "amd64", wordBits: 64, endianness: "little", lineBytes: 64, pageBytes: 4096 },
      clock: 2.5e9,
      threads: 2,
      kind: "performance",
      osIndex: 5,
      hardwareId: 16,
      online: true,
    });
    expect(machine.cores[1]).toMatchObject({
      clock: 0,
      threads: 1,
      kind: null,
      osIndex: null,
      hardwareId: null,
      online: false,
    });
  });

  test("have caches, memories and coherence", () => {
    const machine = machineOf(`machine m {
      core cpu[2]: amd64 @ 2 GHz { cache l1: 32 KiB, latency 4 cycles }
      cache l2: 1 MiB, latency 20 ns, line 128 bytes, shared by cpu[*]
      memory dram[2]: 4 GiB, latency 100 cycles, bandwidth 10 GB/s, node 1
      coherence between cpu[*]: latency 60 cycles, bandwidth 1 GB/s
    }`);
    expect(paths(machine.caches)).toEqual(["cpu[0].l1", "cpu[1].l1", "l2"]);
    expect(machine.caches[0]).toMatchObject({ name: "l1", size: 32768, lineBytes: null, sharedBy: [machine.cores[0]] });
    expect(machine.caches[0]?.latency).toEqual({ picoseconds: 2000, cycles: { count: 4, hertz: 2e9 } });
    expect(machine.caches[2]).toMatchObject({ lineBytes: 128, latency: { picoseconds: 20_000, cycles: null } });
    expect(machine.caches[2]?.sharedBy).toEqual(machine.cores);
    expect(machine.memories[1]).toMatchObject({ path: "dram[1]", size: 2 ** 32, bandwidth: 1e10, node: 1 });
    expect(machine.memories[1]?.latency?.picoseconds).toBe(50_000);
    expect(machine.coherences[0]).toMatchObject({
      members: machine.cores,
      latency: { picoseconds: 30_000 },
      bandwidth: 1e9,
    });
  });

  test("have devices at ports, cores and parts", () => {
    const machine = machineOf(`
      device Nic { bandwidth 1 GB/s, latency 10 us }
      package Chip { core cpu: amd64 @ 1 GHz; memory dram: 1 GiB; port x }
      machine m {
        package p[2]: Chip
        device a: Nic at p[0].x, address "0000:03:00.0" { dma reaches p[*].dram; interrupt -> p[1].cpu }
        device b: Nic at p[1], bandwidth 2 GB/s
      }`);
    const [a, b] = machine.devices;
    expect(a).toMatchObject({ type: "Nic", address: "0000:03:00.0", bandwidth: 1e9, latency: { picoseconds: 1e7 } });
    expect(a?.at).toEqual({ kind: "port", port: machine.ports[0] });
    expect(paths(a?.dma ?? [])).toEqual(["p[0].dram", "p[1].dram"]);
    expect(paths(a?.interrupts ?? [])).toEqual(["p[1].cpu"]);
    expect(b).toMatchObject({ address: null, bandwidth: 2e9, dma: [], interrupts: [], at: machine.parts[2] });
  });

  test("keep what was measured, by the clock it was measured on", () => {
    const machine = machineOf(`machine m {
      core a: amd64 @ 2 GHz { cache l1: 1 KiB }
      core b: amd64 @ 1 GHz
      measured latency b -> a: 190 cycles "a paper"
      measured latency a -> a.l1: 2 cycles "a paper"
      measured bandwidth b -> a: 3.2 GB/s "a paper"
    }`);
    const [first, second] = measuredLatencies(machine);
    expect(first).toMatchObject({ from: machine.cores[1], to: machine.cores[0], source: "a paper" });
    expect(first?.time.picoseconds).toBe(190_000);
    expect(second).toMatchObject({ to: machine.caches[0], time: { picoseconds: 1000 } });
    expect(measuredBandwidths(machine)).toMatchObject([{ index: 2, to: machine.cores[0], bandwidth: 3.2e9 }]);
  });
});

describe("links", () => {
  const wire =
    "interconnect Wire { bandwidth 4 GB/s, transfer 32 bytes, unordered, unreliable, broadcast, interrupt, credits 8 }\n";
  const linkOf = (line: string) => machineOf(`${wire}machine m { core cpu[2]: amd64 @ 1 GHz; ${line} }`).links[0];

  test("promise what their interconnect does, unless they say otherwise", () => {
    expect(linkOf("link cpu[0] -> cpu[1]: Wire")).toMatchObject({
      path: "cpu[0] -> cpu[1]",
      direction: "oneWay",
      bandwidth: 4e9,
      latency: null,
      interconnect: {
        name: "Wire",
        transferBytes: 32,
        ordered: false,
        reliable: false,
        broadcast: true,
        notification: "interrupt",
        credits: 8,
      },
    });
    expect(
      linkOf("link cpu[0] -- cpu[1]: Wire, latency 5 cycles, ordered, polled, credits 2, bandwidth 8 Gb/s"),
    ).toMatchObject({
      path: "cpu[0] -- cpu[1]",
      direction: "both",
      bandwidth: 1e9,
      latency: { picoseconds: 5000 },
      interconnect: { ordered: true, reliable: false, notification: "polled", credits: 2, transferBytes: 32 },
    });
  });

  test("are plain when they name no interconnect", () => {
    expect(linkOf("link cpu[0] -- cpu[1], unreliable")?.interconnect).toEqual({
      name: "plain",
      transferBytes: 64,
      ordered: true,
      reliable: false,
      broadcast: false,
      notification: "polled",
      credits: null,
    });
  });

  test("are laid by loops, within loops", () => {
    const machine = machineOf(`
      part Tile { core cpu: amd64; port north; port south; port east; port west }
      machine m {
        part t[2][3]: Tile
        for y in 0..1 { for x in 0..1 { link t[y][x].east -- t[y][x + 1].west } }
        for x in 0..2 { link t[0][x].south -- t[1][x].north }
      }`);
    expect(machine.links.map(({ path }) => path)).toEqual([
      "t[0][0].east -- t[0][1].west",
      "t[0][1].east -- t[0][2].west",
      "t[1][0].east -- t[1][1].west",
      "t[1][1].east -- t[1][2].west",
      "t[0][0].south -- t[1][0].north",
      "t[0][1].south -- t[1][1].north",
      "t[0][2].south -- t[1][2].north",
    ]);
  });

  test("go through all pairs of several variables, the last one quickest", () => {
    const linksOf = (loop: string) =>
      machineOf(`
        part Node { core cpu: amd64; port up[2]; port down[2] }
        machine m { part n[2][2]: Node; ${loop} }`).links.map(({ path }) => path);
    const link = "link n[x][y].up[0] -- n[(x + 1) % 2][y].down[0]";
    const once = linksOf(`for x, y in 0..1 { ${link} }`);
    expect(once).toEqual(linksOf(`for x in 0..1 { for y in 0..1 { ${link} } }`));
    expect(once.map((path) => path.slice(0, 7))).toEqual(["n[0][0]", "n[0][1]", "n[1][0]", "n[1][1]"]);
  });
});

describe("parameters", () => {
  const tile =
    "part Tile(n: count, clock: frequency = 1 GHz, l1: size = n * 1 KiB, slow: time = 4 cycles) { core cpu[n]: amd64 @ clock { cache l1: l1, latency slow } }\n";

  test("are given by position, by name, or by default", () => {
    const machine = machineOf(`${tile}machine m { part a: Tile(1); part b: Tile(2, clock: 2 GHz, slow: 1 ns) }`);
    expect(paths(machine.cores)).toEqual(["a.cpu[0]", "b.cpu[0]", "b.cpu[1]"]);
    expect(machine.cores.map(({ clock }) => clock)).toEqual([1e9, 2e9, 2e9]);
    expect(machine.caches.map(({ size }) => size)).toEqual([1024, 2048, 2048]);
    expect(machine.caches.map(({ latency }) => latency?.picoseconds)).toEqual([4000, 1000, 1000]);
  });

  test("of parts within parts are passed on", () => {
    const machine = machineOf(
      `${tile}package Chip(n: count) { part t[n]: Tile(n + 1) }\nmachine m { package p: Chip(2) }`,
    );
    expect(machine.cores).toHaveLength(6);
  });
});

describe("cycles", () => {
  const latencyOf = (items: string) => machineOf(`machine m { ${items} }`).memories[0]?.latency?.picoseconds;

  test("are of the one clock around them", () => {
    expect(latencyOf("core cpu: amd64 @ 2 GHz; memory d: 1 GiB, latency 100 cycles")).toBe(50_000);
  });

  test("are of the clock they name", () => {
    const cores = "core a: amd64 @ 2 GHz; core b: amd64 @ 1 GHz; ";
    expect(latencyOf(`${cores}memory d: 1 GiB, latency 100 cycles of b`)).toBe(100_000);
    expect(latencyOf(`${cores}memory d: 1 GiB, latency 100 cycles of a`)).toBe(50_000);
  });

  test("in a part without cores are of those around it", () => {
    const machine = machineOf(`
      part Bank { memory d: 1 GiB, latency 100 cycles }
      machine m { part b: Bank; core cpu: amd64 @ 2 GHz }`);
    expect(machine.memories[0]?.latency?.picoseconds).toBe(50_000);
  });

  test("of a link are of the cores at its ends, whatever else there is", () => {
    const machine = machineOf(`
      package Chip { core cpu: amd64 @ 2 GHz; port x }
      machine m { package p[2]: Chip; core slow: amd64 @ 1 MHz; link p[0].x -- p[1].x, latency 10 cycles }`);
    expect(machine.links[0]?.latency?.picoseconds).toBe(5000);
  });
});

describe("faulty machines", () => {
  test("are incomplete, so that nothing is concluded from what they lack", () => {
    const { product, diagnostics } = describeText('use "prelude/amd64"\nmachine m { core a: amd46; core b: amd64 }');
    expect(printAll(diagnostics)).toHaveLength(1);
    expect(product.machines[0]).toMatchObject({ incomplete: true, cores: [{ path: "b" }] });
  });

  test("paths to what could not be made are followed in silence", () => {
    const { diagnostics } = describeText(`use "prelude/amd64"
      machine m {
        core cpu[4]: amd46 @ 1 GHz
        memory d: 4 ns
        coherence between cpu[*]
        link cpu[0] -- cpu[1]
        measured latency cpu[0] -> d: 3 ns "book"
      }`);
    expect(diagnostics.map(({ code }) => code)).toEqual(["SK2101", "SK2202"]);
  });

  test("parts that nobody places are judged too, but not for what they lack alone", () => {
    const { diagnostics } = describeText(`use "prelude/amd64"
      part Used { core cpu: amd64 @ 1 GHz }
      part Unused(n: count) { core cpu[n]: amd64 @ 1 ns; link cpu[n] -- cpu[0]; memory d: 1 GiB, latency 4 cycles }
      machine m { part u: Used }`);
    expect(printAll(diagnostics)).toEqual([
      "a.skerry:3:52 SK2202 the clock of a core must be a frequency (kHz, MHz, GHz), but this is a time (1 ns)",
    ]);
  });
});

test("a mesh of 4,096 cores is built whole", () => {
  const machine = machineOf(`
    part Tile {
      core cpu: amd64 @ 1 GHz { cache l1: 32 KiB, latency 3 cycles; cache l2: 256 KiB, latency 11 cycles }
      port north; port south; port east; port west
    }
    machine mesh {
      part t[64][64]: Tile
      for y in 0..63 { for x in 0..62 { link t[y][x].east -- t[y][x + 1].west, latency 2 cycles } }
      for y in 0..62 { for x in 0..63 { link t[y][x].south -- t[y + 1][x].north, latency 2 cycles } }
    }`);
  expect([machine.cores.length, machine.caches.length, machine.links.length]).toEqual([4096, 8192, 2 * 64 * 63]);
});
