/** QEMU's `virt` board with RISC-V harts and no firmware: hw/riscv/virt.c and numa.c of QEMU 7.2. */
import type { Platform } from "./platform.ts";
import { countCores, stackRanges } from "./ranges.ts";

const ram = 0x8000_0000;
const clint = 0x200_0000;
const clintBytes = 0x1_0000;

export const riscv64: Platform = {
  name: "riscv64 virt",
  number: 1,
  isas: ["riscv64"],
  kernels: ["riscv64"],
  program: "qemu-system-riscv64",
  mostCores: 512,
  // With the interrupt controller that the board has unless another is asked for.
  mostNodes: 2,
  mostBytes: 2 ** 40,
  // Of 16 entries of physical memory protection: guard, image, doorbells, own memory, blob and all the rest are taken; on
  // the boot core the console, its interrupts and the power switch too. src/kernel/boards/riscv64/machine.c.
  mostAreas: { bootCore: 7, others: 10 },
  hasBareNodes: false,
  hasAttributes: false,
  hasExpanders: false,
  blobAt: ram + 0x40_0000,
  dataFrom: ram + 0x80_0000,
  machine: (nodes) => ["-machine", "virt", "-bios", "none", "-smp", String(countCores(nodes))],
  ranges: (sizes) => stackRanges(ram, sizes),
  hardwareIds: (nodes) => Array.from({ length: countCores(nodes) }, (_, hart) => hart),
  // Each node has a block of registers, and in it a word for each of its harts.
  doorbell: (nodes, hardwareId) => {
    let first = 0;
    for (const [node, { cores }] of nodes.entries()) {
      if (hardwareId < first + cores.length) return clint + node * clintBytes + 4 * (hardwareId - first);
      first += cores.length;
    }
    return 0;
  },
};
