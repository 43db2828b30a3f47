/** QEMU's `virt` board with Arm cores of 64 bits, and no firmware but PSCI: hw/arm/virt.c of QEMU 7.2. */
import type { Platform, PlatformNode } from "./platform.ts";
import { countCores, stackRanges } from "./ranges.ts";

const ram = 0x4000_0000;
/** Of a cluster, with the interrupt controller of version 3. */
const coresOfCluster = 16;

export const aarch64: Platform = {
  name: "aarch64 virt",
  number: 3,
  isas: ["arm64"],
  kernels: ["aarch64"],
  program: "qemu-system-aarch64",
  // As many as the registers of the interrupt controller have room for below the memory.
  mostCores: 123,
  mostNodes: 128,
  // Without a higher map of devices.
  mostBytes: 255 * 2 ** 30,
  mostAreas: null,
  hasBareNodes: true,
  hasAttributes: false,
  hasExpanders: true,
  blobAt: ram + 0x40_0000,
  dataFrom: ram + 0x80_0000,
  machine: (nodes) => [
    ...["-machine", "virt,gic-version=3", "-cpu", "cortex-a57", "-smp", String(countCores(nodes))],
    ...["-semihosting-config", "enable=on,target=native"],
  ],
  ranges: (sizes) => stackRanges(ram, sizes),
  hardwareIds: numberCores,
  doorbell: () => 0,
};

/** Affinities: the number in the cluster, and above its eight bits that of the cluster. */
function numberCores(nodes: readonly PlatformNode[]): readonly number[] {
  return Array.from(
    { length: countCores(nodes) },
    (_, cpu) => Math.floor(cpu / coresOfCluster) * 0x100 + (cpu % coresOfCluster),
  );
}
