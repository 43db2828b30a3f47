/** QEMU's `q35` board: hw/i386/pc_q35.c, hw/i386/x86.c and include/hw/i386/topology.h of QEMU 7.2. */
import type { Platform, PlatformNode, Range } from "./platform.ts";

const gib4 = 0x1_0000_0000;
const mostBelow = 0xb000_0000;
const belowWithMore = 0x8000_0000;

export const x86_64: Platform = {
  name: "x86_64 q35",
  number: 2,
  isas: ["amd64"],
  kernels: ["x86_64"],
  program: "qemu-system-x86_64",
  mostCores: 255,
  mostNodes: 128,
  // Kernels begin with tables of 512 GiB, of which devices have two.
  mostBytes: 510 * 2 ** 30,
  mostAreas: null,
  hasBareNodes: true,
  hasAttributes: true,
  hasExpanders: true,
  blobAt: 0x80_0000,
  dataFrom: 0x100_0000,
  machine: (nodes) => [
    ...["-machine", "q35", "-cpu", "max", "-smp", printTopology(nodes)],
    ...["-device", "isa-debug-exit,iobase=0xf4,iosize=4"],
  ],
  ranges: placeMemory,
  hardwareIds: numberCores,
  doorbell: () => 0,
};

/** Up to 2 GiB lie below 4 GiB; all of it where it fits below the devices. */
function placeMemory(sizes: readonly number[]): readonly (readonly Range[])[] {
  const total = sizes.reduce((sum, bytes) => sum + bytes, 0);
  const below = total >= mostBelow ? belowWithMore : total;
  let done = 0;
  return sizes.map((bytes) => {
    const low = Math.max(0, Math.min(below - done, bytes));
    const high = bytes - low;
    const from = done;
    done += bytes;
    return [
      ...(low > 0 ? [{ address: from, bytes: low }] : []),
      ...(high > 0 ? [{ address: gib4 + Math.max(from, below) - below, bytes: high }] : []),
    ];
  });
}

/** A socket for each node where all have as many cores, else a single socket. */
function topologyOf(nodes: readonly PlatformNode[]): { readonly sockets: number; readonly cores: number } {
  const counts = nodes.map(({ cores }) => cores.length).filter((count) => count > 0);
  const [first = 1] = counts;
  if (counts.every((count) => count === first)) return { sockets: counts.length, cores: first };
  return { sockets: 1, cores: counts.reduce((sum, count) => sum + count, 0) };
}

function printTopology(nodes: readonly PlatformNode[]): string {
  const { sockets, cores } = topologyOf(nodes);
  return `${sockets * cores},sockets=${sockets},cores=${cores},threads=1`;
}

/** An APIC id is the socket's number, and behind it the core's in as many bits as that takes: ids may have gaps. */
function numberCores(nodes: readonly PlatformNode[]): readonly number[] {
  const { sockets, cores } = topologyOf(nodes);
  const stride = 2 ** Math.ceil(Math.log2(cores));
  return Array.from({ length: sockets * cores }, (_, cpu) => Math.floor(cpu / cores) * stride + (cpu % cores));
}
