import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { overlapOf } from "../../../../src/emit/boot/pieces.ts";
import { divide } from "../../../../src/emit/boot/system-device-tree/domains.ts";
import { systemDeviceTree } from "../../../../src/emit/boot/system-device-tree/emit-system-device-tree.ts";
import { regionsOf } from "../../../../src/emit/boot/system-device-tree/regions.ts";
import { addressIn } from "../../../../src/emit/boot/system-device-tree/reserved.ts";
import { compile } from "../../../../src/pipeline.ts";
import type { Plan } from "../../../../src/plan/plan.ts";
import { exampleHost, textHost } from "../../../plan/example-host.ts";
import { dtc as runDtc } from "../dtc.ts";

/** Addresses in a domain, and in what is laid over a root, have cells that no child's `reg` needs: the format wants it. */
const dtc = (input: string | Uint8Array, from: "dts" | "dtb", to: "dts" | "dtb"): Buffer =>
  runDtc(input, from, to, ["avoid_unnecessary_addr_size"]);

function planOf(name: string): Plan {
  const files = readdirSync(`examples/${name}`).filter((file) => file.endsWith(".skerry"));
  const { plan } = compile(files, exampleHost(name)).product;
  if (plan === null) throw new Error(`${name} has no plan`);
  return plan;
}

/** Two A53s with a memory, an R5 with a memory of its own and a window on the other, and a mailbox between them. */
function described({
  ids = ", id i",
  window = "map 0x0010_0000..0x3fff_ffff to system at 0x0010_0000",
  system = "map 0x0000_0000 to ddr; map 0xff30_0000 to ipi; map 0xffe0_0000 to rpu.tcm",
  cores = 2,
} = {}): Plan {
  const text = `use "prelude/arm64"
use "prelude/armv7"
device Ipi { registers 4 KiB, mailbox, compatible "acme,ipi-2, acme,ipi" }
cluster Apu(system: space) {
  core cpu[i in 0..${cores - 1}]: arm64 @ 1 GHz${ids}, sees system
  coherence between cpu[*]: latency 40 ns
  controller gic: 96 lines -> cpu[*]
  port out
}
cluster Rpu(system: space) {
  core cpu: armv7r @ 500 MHz, sees view
  memory tcm: 64 KiB
  space view: 32 bits { map 0x0 to tcm; ${window} }
  controller gic: 96 lines -> cpu
  port out
}
machine board {
  cluster apu: Apu(system)
  cluster rpu: Rpu(system)
  link apu.out -- rpu.out: Wire
  memory ddr: 1 GiB
  space system: 40 bits { ${system} }
  device ipi: Ipi at rpu { interrupt 0 -> apu.gic 67; interrupt 1 -> rpu.gic 65 }
}
interconnect Wire { latency 1 us, interrupt }
interface Motor { call turn(n: u32) -> (n: u32) }
system drive on board {
  service motor: Motor = "./motor.ts" on rpu.cpu
  client ask = "./ask.ts" uses motor on apu.cpu[1]
}
`;
  const { product, diagnostics } = compile(["board.skerry"], textHost({ "board.skerry": text }));
  if (product.plan === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return product.plan;
}

function filesOf(plan: Plan): ReadonlyMap<string, string | Uint8Array> {
  expect(systemDeviceTree.judge(plan)).toEqual([]);
  return new Map(systemDeviceTree.emit(plan).map(({ path: file, content }) => [path.basename(file), content]));
}

describe.each(["zynqmp", "omap4"])("%s", (name) => {
  const plan = planOf(name);
  const files = filesOf(plan);

  test("dtc reads the tree without a word but the one that is forced, and finds the same in its source", () => {
    const source = dtc(dtc(files.get(`${name}.dts`) ?? "", "dts", "dtb"), "dtb", "dts").toString();
    const blob = dtc(files.get(`${name}.dtb`) ?? "", "dtb", "dts").toString();
    // Which numbers phandles have is nobody's business.
    const bare = (text: string): readonly string[] => text.match(/[\w,@#-]+ [{=]/g) ?? [];
    expect([...bare(source)].sort()).toEqual([...bare(blob)].sort());
    expect(bare(blob).length).toBeGreaterThan(100);
  });

  test("every fragment can be laid over the tree", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "skerry-sdt-"));
    try {
      const build = (file: string): string => {
        const out = path.join(folder, `${file}.blob`);
        writeFileSync(path.join(folder, file), files.get(file) ?? "");
        const { stderr } = spawnSync("dtc", ["-@", "-q", "-O", "dtb", "-o", out, path.join(folder, file)]);
        expect(stderr.toString()).toBe("");
        return out;
      };
      const base = build(`${name}.dts`);
      const overlays = [...files.keys()].filter((file) => file.endsWith(".dtso"));
      expect(overlays).toHaveLength(3);
      for (const overlay of overlays) {
        dtc(files.get(overlay) ?? "", "dts", "dtb");
        const { status, stderr } = spawnSync("fdtoverlay", [
          ...["-i", base, "-o", path.join(folder, "out")],
          build(overlay),
        ]);
        expect([status, stderr.toString()]).toEqual([0, ""]);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("regions are apart from each other and from what the plan has placed, and all that share them address them", () => {
    const division = divide(plan);
    if (division === null || plan.machine === null) throw new Error("no system");
    const { regions, shortages } = regionsOf(plan, division);
    expect(shortages).toEqual([]);
    expect(regions.length).toBeGreaterThan(6);
    for (const [index, one] of regions.entries()) {
      for (const domain of one.sharers) expect(addressIn(domain, one, plan.machine)).not.toBeNull();
      for (const other of regions.slice(index + 1)) {
        const apart = one.area.memory !== other.area.memory || overlapOf(one.area, other.area) === null;
        expect(`${one.name}, ${other.name}: ${apart}`).toBe(`${one.name}, ${other.name}: true`);
      }
    }
  });

  test("memories of domains are apart, and no core is in two", () => {
    const { host, remotes } = divide(plan) ?? { host: null, remotes: [] };
    const domains = [...(host === null ? [] : [host]), ...remotes];
    const cores = domains.flatMap(({ cluster }) => cluster.indices);
    expect(new Set(cores).size).toBe(cores.length);
    expect(new Set(domains.flatMap(({ name: own, label, id }) => [own, label, `${id}`])).size).toBe(domains.length * 3);
    const text = String(files.get(`${name}.dts`));
    const ranges = [...text.matchAll(/\t(?:memory|sram) = <([^>]*)>/g)].flatMap(([, cells = ""]) => {
      const words = cells.split(" ").map(BigInt);
      const wide = words.flatMap((high, index) => (index % 2 === 0 ? [(high << 32n) | (words[index + 1] ?? 0n)] : []));
      return wide.flatMap((from, index) => (index % 2 === 0 ? [{ offset: from, bytes: wide[index + 1] ?? 0n }] : []));
    });
    expect(ranges.length).toBeGreaterThanOrEqual(domains.length);
    for (const [index, one] of ranges.entries())
      for (const other of ranges.slice(index + 1)) expect(overlapOf(one, other)).toBeNull();
  });
});

describe("a board with two kinds of core", () => {
  const text = [...filesOf(described())].map(([name, content]) =>
    name.endsWith(".dtb") ? "" : `// ${name}\n${content}`,
  );

  test("its files", async () => {
    await expect(text.join("\n")).toMatchFileSnapshot("board.golden");
  });
});

const faults: Readonly<Record<string, readonly [Parameters<typeof described>[0], readonly string[]]>> = {
  "an id that is not said is not guessed": [
    { ids: "" },
    ["SK9802 `system-device-tree` needs the MPIDR affinity of `apu.cpu[0]`: `id 0x10`"],
  ],
  "an id that fills more than a cell": [
    { ids: ", id 0x1_0000_0000 + i" },
    [
      "SK9807 `system-device-tree` takes at most 32 bits of an id, as `apu.cpu[0]` has, and there would be 33",
      "SK9807 `system-device-tree` takes at most 32 bits of an id, as `apu.cpu[1]` has, and there would be 33",
    ],
  ],
  "a core with nothing in common with the others": [
    { window: "" },
    [
      "SK9808 `system-device-tree` needs 16384 KiB in one piece that both `apu` and `rpu` can address, and there is no such memory",
    ],
  ],
  "a window too small": [
    { window: "map 0x0010_0000..0x004f_ffff to system at 0x0010_0000" },
    [
      "SK9808 `system-device-tree` needs 16384 KiB in one piece that both `apu` and `rpu` can address, and there is no such memory",
    ],
  ],
  "more cores than a mask has bits": [
    { cores: 33 },
    ["SK9807 `system-device-tree` takes at most 32 cores of `apu`, and there would be 33"],
  ],
  "a memory without an address": [
    { system: "map 0xff30_0000 to ipi; map 0x1000_0000 to rpu.tcm, read only", window: "" },
    ["SK9806 `system-device-tree` needs the address of `ddr`, which no address space tells"],
  ],
};
test.each(Object.entries(faults))("%s", (_, [variation, expected]) => {
  const found = systemDeviceTree.judge(described(variation));
  expect(found.map(({ kind, message }) => `${kind.code} ${message}`)).toEqual(expected);
  for (const { at } of found) expect(at).toMatch(/^board\.skerry:\d+:\d+$/);
});
