import { expect, test } from "vitest";
import { qemuDiagnostics } from "../../../../src/diagnostics/catalogue/qemu.ts";
import { fitQemu } from "../../../../src/emit/boot/qemu/qemu-view.ts";
import { planQuad } from "./quad.ts";

const amd64 = { 'use "prelude/riscv64"': 'use "prelude/amd64"', ": riscv64 @": ": amd64 @" };
const arm64 = { 'use "prelude/riscv64"': 'use "prelude/arm64"', ": riscv64 @": ": arm64 @" };
const card = (at: string, ids: string) => ({
  "/// Carries": "device Card { bandwidth 1 GB/s }\n\n/// Carries",
  "link west": `device nic: Card at ${at}, pci "${ids}"\n  link west`,
});

/** Code, place and message of each. */
function judge(changes: Readonly<Record<string, string>>): readonly (readonly [string, string, string])[] {
  const fit = fitQemu(planQuad(changes));
  const found = fit.kind === "refused" ? fit.faults : fit.warnings;
  return found.map(({ kind, at, message }) => [kind.code, at, message] as const);
}

const cases: readonly (readonly [Readonly<Record<string, string>>, string, string, string])[] = [
  [
    { "memory dram: 128 MiB, latency 80 ns": "" },
    "SK9820",
    "machine.skerry:19:1",
    "QEMU cannot be `riscvQuad`: it has no memory",
  ],
  [
    { ", id first + i": "" },
    "SK9821",
    "machine.skerry:5:3",
    "`west.hart[0]` has no hart id, by which its kernel would know it: write `id 0`",
  ],
  [
    { ", id first + i": "", ...amd64 },
    "SK9821",
    "machine.skerry:5:3",
    "`west.hart[0]` has no APIC id, by which its kernel would know it: write `id 0`",
  ],
  [
    { "package east: Pair(2)": "package east: Pair(2)\n  memory far: 64 MiB" },
    "SK9822",
    "machine.skerry:19:1",
    "`riscvQuad` has 3 memories, and QEMU's riscv64 virt at most 2",
  ],
  [
    { ...amd64, "memory dram: 128 MiB": "memory dram: 300 GiB" },
    "SK9822",
    "machine.skerry:19:1",
    "`riscvQuad` has 614,400 MiB of memory, and QEMU's x86_64 q35 at most 522,240",
  ],
  [
    { ...arm64, "memory dram: 128 MiB": "memory dram: 300 GiB" },
    "SK9822",
    "machine.skerry:19:1",
    "`riscvQuad` has 614,400 MiB of memory, and QEMU's aarch64 virt at most 261,120",
  ],
  [
    { "Pair(2)": "Pair(4)" },
    "SK9823",
    "machine.skerry:5:3",
    "`east.hart[0]` has the hardware id 4, where QEMU's riscv64 virt gives 2",
  ],
  [
    { "memory dram: 128 MiB": "memory dram: 100 KiB" },
    "SK9824",
    "machine.skerry:9:3",
    "`west.dram` has 100 KiB, and QEMU's memories whole numbers of MiB",
  ],
  [
    {
      "memory dram: 128 MiB, latency 80 ns": "",
      "package east: Pair(2)": "package east: Pair(2)\n  memory near: 64 MiB\n  package bare: Bare",
      "/// Four": "package Bare { memory dram: 64 MiB }\n\n/// Four",
    },
    "SK9825",
    "machine.skerry:18:16",
    "`bare.dram` has no cores near it, and every node of QEMU's riscv64 virt needs some",
  ],
  [
    { "memory dram: 128 MiB": "memory dram: 9 MiB" },
    "SK9826",
    "machine.skerry:9:3",
    "`west.dram` has no room for the kernels and rings that `riscvQuad` has on its node",
  ],
  [
    { "hart[i in 0..1]": "hart[i in 0..5]", "Pair(2)": "Pair(6)" },
    "SK9827",
    "machine.skerry:5:3",
    "`west.hart[0]` shares 10 areas of rings with `west.hart[1]`, `west.hart[2]`, `west.hart[3]` and 2 more, and a core of QEMU's riscv64 virt can be fenced to 7",
  ],
  [
    { "summer.c": "summer.ts" },
    "SK9828",
    "system.skerry:17:11",
    "`summer` is ./summer.ts on `east.hart[1]`: on bare metal run programs in C",
  ],
  [
    { 'use "prelude/riscv64"': 'use "prelude/ppc64le"', ": riscv64 @": ": ppc64le @" },
    "SK9829",
    "machine.skerry:19:1",
    "`riscvQuad` has cores of ppc64le, and Skerry has kernels for riscv64 (riscv64 virt) or amd64 (x86_64 q35) or arm64 (aarch64 virt) or arm64 with armv7r (zynqmp xlnx-zcu102)",
  ],
  [
    { "latency 200 ns": "latency 3 us" },
    "SK9830",
    "machine.skerry:9:3",
    "`east.dram` is 393 tenths of its own latency away from `west.dram`; QEMU is told 254, the most there is",
  ],
  [
    { ...amd64, "latency 200 ns": "latency 70 us" },
    "SK9831",
    "machine.skerry:9:3",
    "`east.dram` is 70,140 ns away from `west.dram`; QEMU is told 65,534 ns, the most there is",
  ],
  [
    card("west", "ffff:0001"),
    "SK9832",
    "machine.skerry:24:3",
    "QEMU has no model of `nic` (ffff:0001) that Skerry knows; it knows 1234:11e8, 1af4:1041, 1af4:1042, 1af4:1044, 1b36:000d, 1b36:0010, 8086:10d3, 8086:2922",
  ],
  [
    { "agree broadcast": "agree majority" },
    "SK9834",
    "system.skerry:11:9",
    "`total` is agreed on by majority: on bare metal agree by broadcast or twoPhase",
  ],
  [
    card("east", "8086:10d3"),
    "SK9833",
    "machine.skerry:24:3",
    "`nic` is near `east.dram`, and QEMU's riscv64 virt has no bus on its node: it is on that of the board",
  ],
];

test.each(cases)("%o is %s", (changes, code, at, message) => {
  expect(judge(changes).find(([each]) => each === code)).toEqual([code, at, expect.stringContaining(message)]);
});

test("every code has a machine that it is said of", () => {
  const codes = Object.values(qemuDiagnostics).map(({ code }) => code);
  expect([...new Set(cases.map(([, code]) => code))].sort()).toEqual(codes.sort());
});

test("the example as it is has nothing against it, on any board", () => {
  for (const board of [{}, amd64, arm64]) expect(judge(board)).toEqual([]);
});

test("more devices than buses are refused", () => {
  const many = Array.from({ length: 240 }, (_, index) => `device nic${index}: Card at west, pci "1234:11e8"`).join(
    "\n  ",
  );
  const changes = { ...card("west", "1234:11e8"), "device nic: Card at west": `${many}\n  device nic: Card at west` };
  expect(judge(changes)[0]?.[2]).toBe("`riscvQuad` has 242 buses of devices, and QEMU's riscv64 virt at most 224");
});

test("a core of many links is refused where the hardware has 16 regions, and not where it has pages", () => {
  const wide = { "hart[i in 0..1]": "hart[i in 0..5]", "Pair(2)": "Pair(6)" };
  expect(judge(wide).map(([code]) => code)).toEqual(Array.from({ length: 3 }, () => "SK9827"));
  expect(judge({ ...wide, ...amd64, "Pair(2)": "Pair(8)" })).toEqual([]);
});
