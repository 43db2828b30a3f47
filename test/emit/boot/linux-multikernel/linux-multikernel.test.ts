import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import {
  kerfMultikernel,
  linuxMultikernel,
} from "../../../../src/emit/boot/linux-multikernel/emit-linux-multikernel.ts";
import type { BootTarget } from "../../../../src/emit/boot/target.ts";
import { compile } from "../../../../src/pipeline.ts";
import type { Plan } from "../../../../src/plan/plan.ts";
import { textHost } from "../../../plan/example-host.ts";
import { dtc as runDtc } from "../dtc.ts";

/** The kernel has numbers behind `memory@` and `pci@` and refuses the `reg` that dtc would have there. */
const dtc = (input: string | Uint8Array, from: "dts" | "dtb", to: "dts" | "dtb"): Buffer =>
  runDtc(input, from, to, ["unit_address_vs_reg"]);

interface Variation {
  /** Of the four cores, in order. */
  readonly ids?: readonly (string | null)[];
  readonly memory?: string;
  readonly device?: string;
  readonly maps?: string;
}

/** Two packages of two cores, each with its memory, and a card that a service on the second drives. */
function planOf({
  ids = ["0", "1", "0x10", "0x11"],
  memory = "1 GiB",
  device = ', address "0000:3b:00.0", pci "8086:10fb"',
  maps = "map 0x1_0000_0000 to p0.dram; map 0x1_4000_0000 to p1.dram",
}: Variation = {}): Plan {
  const core = (index: number): string => {
    const id = ids[index] ?? null;
    return `core cpu${index % 2}: amd64 @ 2 GHz, sees bus${id === null ? "" : `, id ${id}`}`;
  };
  const socket = (name: string, first: number): string => `
    package ${name}Socket(bus: space) {
      ${core(first)}
      ${core(first + 1)}
      coherence between cpu0, cpu1: latency 50 ns
      memory dram: ${memory}, node ${first / 2}
      port out
    }`;
  const text = `
use "prelude/amd64"
use "prelude/devices"
${socket("Near", 0)}
${socket("Far", 2)}
machine box {
  package p0: NearSocket(bus: bus)
  package p1: FarSocket(bus: bus)
  link p0.out -- p1.out: Wire
  space bus: 40 bits { ${maps} }
  device nic: Ethernet10G at p1.cpu1${device}
}
interconnect Wire { latency 100 ns }
interface Echo { call say(n: u32) -> (n: u32) }
system ping on box {
  service echo: Echo = "./echo.ts" drives nic on p1.cpu1
  client ask = "./ask.ts" uses echo on p0.cpu1
  client idle = "./idle.ts" uses echo on p1.cpu0
}
`;
  const { product, diagnostics } = compile(["box.skerry"], textHost({ "box.skerry": text }));
  if (product.plan === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return product.plan;
}

function filesOf(target: BootTarget, plan: Plan): ReadonlyMap<string, string | Uint8Array> {
  expect(target.judge(plan)).toEqual([]);
  return new Map(target.emit(plan).map((file) => [file.path, file.content]));
}

/** A tree as dtc prints it, without what differs in form only. */
function treeIn(files: ReadonlyMap<string, string | Uint8Array>, file: string): string {
  return dtc(files.get(file) ?? "", "dtb", "dts")
    .toString()
    .replaceAll(/\s+/g, " ");
}

describe.each([linuxMultikernel, kerfMultikernel])("$name", (target) => {
  test("dtc reads every blob without a word, and finds in its source the same", () => {
    const files = filesOf(target, planOf());
    const blobs = [...files.keys()].filter((file) => /\.dtbo?$/.test(file));
    expect(blobs).toHaveLength(4);
    for (const blob of blobs) {
      const source = files.get(blob.replace(/\.dtbo?$/, ".dts")) ?? "";
      expect(dtc(dtc(source, "dts", "dtb"), "dtb", "dts").toString()).toBe(
        dtc(files.get(blob) ?? "", "dtb", "dts").toString(),
      );
    }
  });

  test("the host's core and the cores without programs stay where they are", () => {
    const files = filesOf(target, planOf());
    expect([...files.keys()].filter((file) => file.endsWith(".dtbo")).sort()).toEqual(
      ["p0-cpu1", "p1-cpu0", "p1-cpu1"].map((name) => `boot/${target.name}/instances/${name}.dtbo`),
    );
    expect(treeIn(files, `boot/${target.name}/baseline.dtb`)).toContain("cpus = <0x00 0x01 0x00 0x10 0x00 0x11>;");
  });

  test("devices that would be called the same are told apart", () => {
    const deep = "aVeryLongNameOfSomethingThatHoldsCards";
    const plan = planOf();
    const devices = plan.machine?.devices.flatMap((device) =>
      ["x.nic", "x_nic", `a.${deep}`, `b.${deep}`].map((each) => ({ ...device, path: each })),
    );
    const services = plan.system?.services.map((service) => ({ ...service, drives: [0, 1, 2, 3] }));
    const { machine, system } = plan;
    if (machine === null || system === null) throw new Error("there is no machine, or no system");
    const four = { ...plan, machine: { ...machine, devices }, system: { ...system, services } } as Plan;
    const baseline = treeIn(filesOf(target, four), `boot/${target.name}/baseline.dtb`);
    const names = [...baseline.matchAll(/(\w+) \{ device-type/g)].map(([, name = ""]) => name);
    expect(new Set(names).size).toBe(4);
    expect(names.filter((name) => name.length > 31)).toEqual([]);
  });

  const faults: Readonly<Record<string, readonly [Variation, readonly string[]]>> = {
    "an id that is not said is not guessed": [{ ids: ["0", null, "0x10", "0x11"] }, ["SK9802"]],
    "the host's own id is not needed": [{ ids: [null, "1", "0x10", "0x11"] }, []],
    "a device has no address": [{ device: ', pci "8086:10fb"' }, ["SK9804"]],
    "a device has no ids": [{ device: ', address "0000:3b:00.0"' }, ["SK9804"]],
    "a device has neither": [{ device: "" }, ["SK9804", "SK9804"]],
    "too little memory": [
      { memory: "64 MiB", maps: "map 0x1_0000_0000 to p0.dram; map 0x1_0400_0000 to p1.dram" },
      ["SK9805", "SK9805", "SK9805"],
    ],
  };
  test.each(Object.entries(faults))("%s", (_, [variation, codes]) => {
    const found = target.judge(planOf(variation));
    expect(found.map(({ kind }) => kind.code)).toEqual(codes);
    for (const { message, at } of found)
      expect([message.startsWith(`\`${target.name}\``), /:\d+:\d+$/.test(at)]).toEqual([true, true]);
  });
});

test("the kernel's dialect: shares of each memory, and one instance made, then given its parts", () => {
  const files = filesOf(linuxMultikernel, planOf());
  const baseline = treeIn(files, "boot/linux-multikernel/baseline.dtb");
  expect(baseline).toContain('compatible = "multikernel-v1"; resources {');
  expect(baseline).toContain("memory@0 { size = <0x00 0x20000000>; numa-node-id = <0x00>; };");
  expect(baseline).toContain("memory@1 { size = <0x00 0x40000000>; numa-node-id = <0x01>; };");
  expect(baseline).toContain(
    'nic { device-type = "pci"; pci-id = "0000:3b:00.0"; vendor-id = <0x8086>; device-id = <0x10fb>; };',
  );
  const overlay = treeIn(files, "boot/linux-multikernel/instances/p1-cpu1.dtbo");
  expect(overlay).toContain('fragment@1 { target-path = "/instances"; __overlay__ { instance-create {');
  expect(overlay).toContain('fragment@2 { target-path = "/instances/p1-cpu1"; __overlay__ { memory-add {');
  expect(overlay).toContain("memory@0 { reg = <0x00 0x00 0x00 0x20000000>; numa-node-id = <0x01>; };");
  expect(overlay).toContain("cpu@11 { reg = <0x00 0x11>; numa-node-id = <0x01>; };");
  expect(overlay).toContain('device-add { pci@0 { pci-id = "0000:3b:00.0"; }; };');
});

test("kerf's dialect: one range for all, the host's share before it, and every share in it once", () => {
  const files = filesOf(kerfMultikernel, planOf());
  const baseline = treeIn(files, "boot/kerf/baseline.dtb");
  expect(baseline).toContain('compatible = "linux,multikernel-host";');
  expect(baseline).toContain("memory-base = <0x01 0x20000000>; memory-bytes = <0x00 0x60000000>;");
  const shares = ["p0-cpu1", "p1-cpu0", "p1-cpu1"].map((name) => {
    const overlay = treeIn(files, `boot/kerf/instances/${name}.dtbo`);
    return /memory-base = <0x01 (\w+)>; memory-bytes = <0x00 (\w+)>;/.exec(overlay)?.slice(1);
  });
  expect(shares).toEqual([
    ["0x20000000", "0x20000000"],
    ["0x40000000", "0x20000000"],
    ["0x60000000", "0x20000000"],
  ]);
  expect(treeIn(files, "boot/kerf/instances/p1-cpu1.dtbo")).toContain('device-names = "nic";');
});

test("kerf takes one range of memory, at an address that is known", () => {
  const codes = (maps: string): readonly string[] =>
    kerfMultikernel.judge(planOf({ maps })).map(({ kind }) => kind.code);
  expect(codes("map 0x1_0000_0000 to p0.dram; map 0x2_0000_0000 to p1.dram")).toEqual(["SK9807"]);
  expect(codes("map 0x1_0000_0000 to p0.dram")).toEqual(["SK9806"]);
});

test("only what is lent of a memory has to lie in one piece", () => {
  const gap = "map 0 size 256 MiB to p0.dram; map 0x1_0000_0000 size 768 MiB to p0.dram at 256 MiB";
  const files = filesOf(kerfMultikernel, planOf({ maps: `${gap}; map 0x1_3000_0000 to p1.dram` }));
  expect(treeIn(files, "boot/kerf/baseline.dtb")).toContain(
    "memory-base = <0x01 0x10000000>; memory-bytes = <0x00 0x60000000>;",
  );
  const gapAbove = "map 0 size 768 MiB to p0.dram; map 0x1_0000_0000 size 256 MiB to p0.dram at 768 MiB";
  const found = kerfMultikernel.judge(planOf({ maps: `${gapAbove}; map 0x1_1000_0000 to p1.dram` }));
  expect(found.map(({ kind }) => kind.code)).toEqual(["SK9806"]);
});

test("shares begin at whole pages, whatever the size of their memory", () => {
  const maps = "map 0x1_0000_0000 size 1 GiB to p0.dram; map 0x1_4000_0000 to p1.dram";
  const files = filesOf(kerfMultikernel, planOf({ memory: "1 GiB + 2 KiB", maps }));
  expect(treeIn(files, "boot/kerf/baseline.dtb")).toContain(
    "memory-base = <0x01 0x20000000>; memory-bytes = <0x00 0x60000000>;",
  );
});

/** A multikernel's file system of plain files: `status` is what each transaction comes to. */
function runApply(
  plan: Plan,
  statuses: readonly string[],
): { readonly code: number | null; readonly left: readonly string[]; readonly said: string } {
  const folder = mkdtempSync(path.join(tmpdir(), "skerry-apply-"));
  try {
    for (const { path: file, content } of linuxMultikernel.emit(plan)) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), content);
    }
    return playKernel(folder, path.join(folder, "boot/linux-multikernel"), statuses);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** `cat` of an overlay makes its transaction, as the kernel does when the overlay is written. */
const shim = `#!/bin/sh
case $1 in
  instances/*.dtbo)
    number=$(($(ls "$MULTIKERNEL/overlays" | grep -c '^tx_') + 2))
    mkdir "$MULTIKERNEL/overlays/tx_$number"
    status=$(sed -n "$((number - 1))p" "$STATUSES")
    echo "$status" >"$MULTIKERNEL/overlays/tx_$number/status"
    if [ "$status" = applied ]; then mkdir "$MULTIKERNEL/instances/$(basename "$1" .dtbo)"; fi ;;
esac
exec /bin/cat "$@"
`;

function playKernel(folder: string, input: string, statuses: readonly string[]): ReturnType<typeof runApply> {
  const root = path.join(folder, "multikernel");
  for (const each of ["overlays", "instances"]) mkdirSync(path.join(root, each), { recursive: true });
  writeFileSync(path.join(folder, "statuses"), statuses.map((status) => `${status}\n`).join(""));
  writeFileSync(path.join(folder, "cat"), shim, { mode: 0o755 });
  // A transaction is a folder with nothing in it that is a file: \`rmdir\` removes it as a whole.
  writeFileSync(path.join(folder, "rmdir"), '#!/bin/sh\nexec rm -r "$@"\n', { mode: 0o755 });
  const env = { PATH: `${folder}:${process.env["PATH"]}`, MULTIKERNEL: root, STATUSES: path.join(folder, "statuses") };
  const { status: code, stderr } = spawnSync("sh", ["apply.sh"], { cwd: input, env });
  const left = readdirSync(path.join(root, "overlays")).filter((name) => name.startsWith("tx_"));
  return { code, left: left.sort(), said: stderr.toString() };
}

describe("apply.sh", () => {
  test("gives every instance what is its, one transaction after the other", () => {
    const { code, left, said } = runApply(planOf(), ["applied", "applied", "applied"]);
    expect({ code, left }).toEqual({ code: 0, left: ["tx_2", "tx_3", "tx_4"] });
    expect(said).toBe("p0-cpu1: applied\np1-cpu0: applied\np1-cpu1: applied\n");
  });

  test("takes everything back, where one transaction has failed although its write did not", () => {
    const { code, left, said } = runApply(planOf(), ["applied", "applied", "failed"]);
    expect({ code, left }).toEqual({ code: 1, left: [] });
    expect(said).toContain("p1-cpu1: failed");
  });
});
