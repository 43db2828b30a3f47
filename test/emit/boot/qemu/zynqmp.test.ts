import { expect, test } from "vitest";
import { decodeBlob } from "../../../../src/emit/boot/qemu/decode-blob.ts";
import { blobOf } from "../../../../src/emit/boot/qemu/emit-qemu.ts";
import { fitZynqmp, planZynqmp, viewZynqmp } from "./zynqmp.ts";

test("cores of two kinds have a kernel each, and numbers of which no two are the same", () => {
  const { cores, platform } = viewZynqmp();
  expect(platform.kernels).toEqual(["zynqmp-a53", "zynqmp-r5"]);
  expect(cores.map(({ name, hardwareId, image, node }) => [name, hardwareId, image, node])).toEqual([
    ["apu.cpu[0]", 0, 0, 0],
    ["apu.cpu[1]", 1, 0, 0],
    ["apu.cpu[2]", 2, 0, 0],
    ["apu.cpu[3]", 3, 0, 0],
    ["rpu.r5[0].cpu", 4, 1, 0],
    ["rpu.r5[1].cpu", 5, 1, 0],
  ]);
  const read = decodeBlob(blobOf(planZynqmp(), viewZynqmp()));
  expect(read.kind === "blob" ? read.blob.cores.map(({ image }) => image) : read.fault).toEqual([0, 0, 0, 0, 1, 1]);
});

test("all that cores touch lies where both kinds see the same memory", () => {
  const { cores, channels, ranges } = viewZynqmp();
  expect(ranges).toEqual([
    [
      { address: 0, bytes: 2 ** 31 },
      { address: 2 ** 35, bytes: 2 ** 31 },
    ],
  ]);
  const places = [...cores.map(({ memory }) => memory.address), ...channels.map(({ address }) => address)];
  expect(Math.min(...places)).toBeGreaterThanOrEqual(0x80_0000);
  expect(Math.max(...places)).toBeLessThan(0x8000_0000);
});

test.each([
  [
    "an R5 that sees other memory where the A53s have theirs",
    {
      "map 0x0010_0000..0x7fff_ffff to system at 0x0010_0000": "map 0x0010_0000..0x7fff_ffff to system at 0x0020_0000",
    },
    "QEMU cannot be `zynqmp`: `rpu.r5[0].cpu` sees no memory at 0x800000, where QEMU has memory that all cores share",
  ],
  [
    "an R5 that sees none of it",
    { "    map 0x0010_0000..0x7fff_ffff to system at 0x0010_0000\n": "" },
    "QEMU cannot be `zynqmp`: `rpu.r5[0].cpu` sees no memory at 0x800000, where QEMU has memory that all cores share",
  ],
  [
    "an R5 without a hardware id",
    { "id number, sees view": "sees view" },
    "`rpu.r5[0].cpu` has no MPIDR affinity, by which its kernel would know it: write `id 0`",
  ],
  [
    "R5s that count otherwise",
    { "R5(system, i)": "R5(system, 4 + i)" },
    "`rpu.r5[0].cpu` has the hardware id 4, where QEMU's zynqmp xlnx-zcu102 gives 0",
  ],
])("%s: refused, and why", (_, changes, reason) => {
  const fit = fitZynqmp(changes);
  expect(fit.kind === "refused" ? fit.faults.map(({ message }) => message) : []).toContain(reason);
});
