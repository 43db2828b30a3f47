import { expect, test } from "vitest";
import { printArguments, printScript } from "../../../../src/emit/boot/qemu/command-line.ts";
import { emitQemu } from "../../../../src/emit/boot/qemu/emit-qemu.ts";
import { fitQemu } from "../../../../src/emit/boot/qemu/qemu-view.ts";
import { planHotos09 } from "../../hotos09.ts";
import { planQuad, viewQuad } from "./quad.ts";

test("QEMU is told of nodes, their harts, memories and distances", () => {
  const all = printArguments(viewQuad(), ["kernel.elf"], "a,b.bin").join(" ");
  expect(all).toContain("-machine virt -bios none -smp 4 -m 256M");
  expect(all).toContain("-numa node,nodeid=1,cpus=2-3,memdev=m1");
  expect(all).toContain("-numa dist,src=0,dst=1,val=43 -numa dist,src=1,dst=0,val=43");
  expect(all).toContain("loader,file=a,,b.bin,addr=0x80400000,force-raw=on");
});

test("the script is a line for each option", () => {
  const lines = printScript(viewQuad(), ["kernel.elf"], "blob.bin").split("\n");
  expect(lines[0]).toBe("#!/bin/sh");
  expect(lines).toContain("exec qemu-system-riscv64 \\");
  expect(lines).toContain("  -kernel kernel.elf \\");
});

test("only a machine whose cores have hardware ids, with programs in C, gets files for QEMU", () => {
  expect(emitQemu(planQuad({ ", id first + i": "" }))).toEqual([]);
  expect(emitQemu(planHotos09())).toEqual([]);
  expect(emitQemu(planQuad()).map(({ path }) => path)).toEqual([
    "boot/qemu/blob.bin",
    "boot/qemu/qemu.json",
    "boot/qemu/qemu.sh",
  ]);
});

test.each([
  [{ ", id first + i": "" }, "west.hart[0] has no hardware id: write `id` with its number"],
  [{ "Pair(2)": "Pair(4)" }, "east.hart[0] has the hardware id 4, where QEMU's riscv64 virt gives 2"],
  [{ "memory dram: 128 MiB": "memory dram: 100 KiB" }, "west.dram is no whole number of MiB"],
  [{ "memory dram: 128 MiB": "memory dram: 9 MiB" }, "west.dram has no room for its kernels"],
  [{ "memory dram: 128 MiB, latency 80 ns": "" }, "it has no memory"],
  [
    { "package east: Pair(2)": "package east: Pair(2)\n  memory far: 64 MiB" },
    "it has 3 memories, of at most 2 that QEMU's riscv64 virt can have",
  ],
  [{ "summer.c": "summer.ts" }, "summer is ./summer.ts on east.hart[1]: on bare metal run programs in C"],
  [
    { "hart[i in 0..1]": "hart[i in 0..5]", "Pair(2)": "Pair(6)" },
    "west.hart[0] shares 10 areas of rings with its neighbours, and a core of QEMU's riscv64 virt can be fenced to 7",
  ],
])("%o is refused", (changes, reason) => {
  expect(fitQemu(planQuad(changes))).toEqual({ kind: "refused", reasons: [reason] });
});

test("cores of an instruction set without a kernel are refused", () => {
  const fit = fitQemu(planQuad({ 'use "prelude/riscv64"': 'use "prelude/ppc64le"', ": riscv64 @": ": ppc64le @" }));
  expect(fit).toMatchObject({ kind: "refused", reasons: [expect.stringContaining("its cores are of ppc64le")] });
});
