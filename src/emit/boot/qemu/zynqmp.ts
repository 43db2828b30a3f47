/** QEMU's `xlnx-zcu102`: cores of two instruction sets in one machine. hw/arm/xlnx-zcu102.c and xlnx-zynqmp.c of QEMU 7.2. */
import type { PlanAddresses, PlanMachine } from "../../../plan/plan.ts";
import type { Platform, PlatformNode, Range, SharedMemory } from "./platform.ts";

const mostBelow = 0x8000_0000;
const above = 0x8_0000_0000;
const dataFrom = 0x80_0000;
/** As its PSCI counts. */
const firstR5 = 4;

export const zynqmp: Platform = {
  name: "zynqmp xlnx-zcu102",
  number: 4,
  isas: ["arm64", "armv7r"],
  kernels: ["zynqmp-a53", "zynqmp-r5"],
  program: "qemu-system-aarch64",
  mostCores: 6,
  mostNodes: 1,
  mostBytes: 34 * 2 ** 30,
  // Of 16 regions: guard, image, doorbells, own memory and blob are taken. The A53s have pages.
  mostAreas: { bootCore: Number.POSITIVE_INFINITY, others: 11 },
  hasBareNodes: false,
  hasAttributes: false,
  hasExpanders: false,
  blobAt: 0x40_0000,
  dataFrom,
  machine: (nodes) => [
    // R5s look all the time: they shall not take the time of those that have something to do.
    ...[
      "-accel",
      "tcg,thread=single",
      "-machine",
      "xlnx-zcu102",
      "-smp",
      String(countCpus(nodes)),
      "-audiodev",
      "none,id=silence",
    ],
    ...["-semihosting-config", "enable=on,target=native"],
  ],
  sharedMemory: findSharedMemory,
  ranges: (sizes) => sizes.map(placeMemory),
  hardwareIds: numberCores,
  firstIds: { armv7r: firstR5 },
  doorbell: () => 0,
};

function placeMemory(bytes: number): readonly Range[] {
  const low = { address: 0, bytes: Math.min(bytes, mostBelow) };
  return bytes > mostBelow ? [low, { address: above, bytes: bytes - mostBelow }] : [low];
}

/** Those of each kind count from 0 on. */
function numberCores([node]: readonly PlatformNode[]): readonly number[] {
  const next: Record<string, number> = {};
  return (node?.cores ?? []).map(({ core: { isa } }) => {
    const id = next[isa.name] ?? 0;
    next[isa.name] = id + 1;
    return id;
  });
}

/** The A53s come first, all four of them where there are R5s. */
function countCpus(nodes: readonly PlatformNode[]): number {
  const [a53s, r5s] = ["arm64", "armv7r"].map((isa) =>
    nodes.reduce((sum, { cores }) => sum + cores.filter(({ core }) => core.isa.name === isa).length, 0),
  );
  return r5s === 0 ? (a53s ?? 0) : firstR5 + (r5s ?? 0);
}

/**
 * QEMU's board has one memory, and none of those that are tightly coupled to cores: kernels, rings and blob lie in the
 * memory that every core sees where QEMU has it, whatever else it sees elsewhere.
 */
function findSharedMemory(machine: PlanMachine): SharedMemory {
  const { addresses, cores, memories } = machine;
  if (addresses === null) return { kind: "none", reason: "nothing says at what addresses its cores see its memory" };
  const seen = cores.flatMap((core, index) =>
    core.hardwareId !== null && core.online ? [{ core, memory: memoryAt(addresses, index) }] : [],
  );
  const [first] = seen;
  const other = seen.find(({ memory }) => memory !== first?.memory || memory === null);
  if (first === undefined || other === undefined) return { kind: "memory", memory: first?.memory ?? 0 };
  const at = `0x${dataFrom.toString(16)}`;
  const memory = memories[other.memory ?? -1];
  const name = memory === undefined ? "no memory" : `\`${memory.path}\``;
  const reason = `\`${other.core.path}\` sees ${name} at ${at}, where QEMU has memory that all cores share`;
  return { kind: "none", reason };
}

/** Index of the memory that a core finds its data in, at the very address that it has there; null for none. */
function memoryAt({ views }: PlanAddresses, core: number): number | null {
  const view = views.find(({ cores }) => cores.includes(core));
  const range = view?.ranges.find(({ from, to }) => Number(from) <= dataFrom && dataFrom <= Number(to));
  if (range === undefined || !("memory" in range.target) || range.access !== "readWrite") return null;
  return Number(range.from) === Number(range.offset) ? range.target.memory : null;
}
