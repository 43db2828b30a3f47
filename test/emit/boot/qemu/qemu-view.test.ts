import { expect, test } from "vitest";
import { printArguments, printScript } from "../../../../src/emit/boot/qemu/command-line.ts";
import { emitQemu } from "../../../../src/emit/boot/qemu/emit-qemu.ts";
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

test("who may stand in for a replica has as much memory as who has one", () => {
  const memories = (replicas: string): readonly number[] =>
    viewQuad({ "set<u32, 8> replicas on west.hart[0], east.hart[0]": `set<u32, 8192> replicas ${replicas}` }).cores.map(
      ({ memory }) => memory.bytes,
    );
  const [first, second] = memories("on west.hart[0], east.hart[0]");
  expect(second).toBeLessThan(first ?? 0);
  const [west, ...others] = memories("one per package");
  expect(others).toEqual([west, west, west]);
});
