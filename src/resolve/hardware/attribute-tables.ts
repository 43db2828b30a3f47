/** Which attributes each kind of hardware has. Resolution, "did you mean" and the reference read these tables. */
import type { Dimension } from "../../model/quantity.ts";

export interface AttributeKind {
  /** A quantity, a word of a few or, without `words`, any, a text in quotes, or nothing at all (a flag). */
  readonly value: Dimension | "word" | "text" | "flag";
  readonly words?: readonly string[];
  /** Inclusive bounds in the base unit; without them 0 to 2^53. */
  readonly least?: number;
  readonly most?: number;
  /** Attributes of one group exclude each other. */
  readonly group?: string;
  readonly example: string;
  readonly meaning: string;
}

export type AttributeTable = Readonly<Record<string, AttributeKind>>;

const latency = (meaning: string) => ({ value: "time", example: "60 cycles", meaning }) as const;
const bandwidth = (meaning: string) => ({ value: "bandwidth", least: 1, example: "4 GB/s", meaning }) as const;
const flag = (group: string, meaning: string) => ({ value: "flag", group, example: "", meaning }) as const;

const pluggable = (what: string) => flag("plugging", `The ${what} can be taken out and put in while the machine runs.`);

export const isaAttributes = {
  word: {
    value: "size",
    least: 1,
    most: 64,
    example: "64 bits",
    meaning: "Size of a machine word; 64 bits unless said.",
  },
  little: {
    value: "word",
    words: ["endian"],
    group: "endianness",
    example: "endian",
    meaning: "The lowest byte of a word comes first; so it is unless said.",
  },
  big: {
    value: "word",
    words: ["endian"],
    group: "endianness",
    example: "endian",
    meaning: "The highest byte of a word comes first.",
  },
  line: {
    value: "size",
    least: 1,
    most: 65536,
    example: "64 bytes",
    meaning: "Size of a cache line; 64 bytes unless said.",
  },
  page: { value: "size", least: 1, example: "4 KiB", meaning: "Size of the smallest page; 4 KiB unless said." },
  protection: {
    value: "word",
    words: ["pages", "regions", "none"],
    example: "regions",
    meaning:
      "How a kernel keeps programs to their own memory: by `pages` (an MMU; so it is unless said), by `regions` (an MPU), or by `none`.",
  },
} as const satisfies AttributeTable;

export const linkAttributes = {
  latency: latency("Time from one end to the other, for the first bytes of a message."),
  bandwidth: bandwidth("Bytes per second, each way."),
  transfer: {
    value: "size",
    least: 1,
    most: 2 ** 30,
    example: "64 bytes",
    meaning: "Bytes moved at once; 64 unless said.",
  },
  ordered: flag("order", "Messages arrive in the order they were sent; so it is unless said."),
  unordered: flag("order", "Messages may overtake each other."),
  reliable: flag("reliability", "Messages arrive; so it is unless said."),
  unreliable: flag("reliability", "Messages may be lost."),
  broadcast: flag(
    "broadcast",
    "One message can go at once to all neighbours that a core has over it: trees make use of that.",
  ),
  polled: flag("notification", "The receiver must look whether a message is there; so it is unless said."),
  interrupt: flag("notification", "A message that arrives interrupts the receiver."),
  credits: {
    value: "count",
    least: 1,
    example: "32",
    meaning: "Messages under way that the receiver promises to hold.",
  },
  pluggable: pluggable("link"),
} as const satisfies AttributeTable;

/** An interconnect says what its links promise; what a link says itself overrides it. */
export const interconnectAttributes = linkAttributes;

export const coreAttributes = {
  threads: {
    value: "count",
    least: 1,
    most: 1024,
    example: "2",
    meaning: "Hardware threads of the core; 1 unless said.",
  },
  kind: {
    value: "word",
    words: ["performance", "efficiency"],
    example: "performance",
    meaning: "Which kind of core it is on a hybrid CPU.",
  },
  os: { value: "count", example: "5", meaning: "The operating system's number of its first hardware thread." },
  id: { value: "count", example: "0x10", meaning: "The id the hardware uses: APIC id, MPIDR, hart id." },
  protection: {
    value: "word",
    words: ["pages", "regions", "none"],
    example: "regions",
    meaning: "As for an instruction set, where the core differs from it.",
  },
  offline: flag("presence", "The core is there but switched off."),
  online: flag("presence", "The core runs; so it is unless said."),
  pluggable: pluggable("core"),
} as const satisfies AttributeTable;

export const cacheAttributes = {
  latency: latency("Time to load a line that is in it."),
  line: {
    value: "size",
    least: 1,
    most: 65536,
    example: "64 bytes",
    meaning: "Size of its lines, where it differs from the instruction set's.",
  },
} as const satisfies AttributeTable;

export const memoryAttributes = {
  latency: latency("Time to load a line from a core of the same part."),
  bandwidth: bandwidth("Bytes per second."),
  node: { value: "count", example: "1", meaning: "The operating system's number of its NUMA node." },
  pluggable: pluggable("memory"),
} as const satisfies AttributeTable;

export const coherenceAttributes = {
  latency: latency("Time to fetch a line from the cache of another member."),
  bandwidth: bandwidth("Bytes per second between two members."),
} as const satisfies AttributeTable;

export const mapAttributes = {
  read: {
    value: "word",
    words: ["only"],
    group: "access",
    example: "only",
    meaning: "Loads pass, stores do not; both do unless said.",
  },
  write: {
    value: "word",
    words: ["only"],
    group: "access",
    example: "only",
    meaning: "Stores pass, loads do not.",
  },
} as const satisfies AttributeTable;

export const iommuAttributes = {
  contexts: {
    value: "count",
    least: 1,
    example: "128",
    meaning: "How many devices can have maps of their own; without end unless said.",
  },
  page: {
    value: "size",
    least: 1,
    example: "4 KiB",
    meaning: "Size of the smallest range it maps; 4 KiB unless said.",
  },
} as const satisfies AttributeTable;

export const deviceKindAttributes = {
  registers: {
    value: "size",
    least: 1,
    example: "4 KiB",
    meaning: "Size of its registers, where they are one bank without a name.",
  },
  bandwidth: bandwidth("Bytes per second the device can take or give."),
  latency: latency("Time from a request to its answer."),
  pci: {
    value: "text",
    example: '"8086:10fb"',
    meaning: "Its vendor and device id on PCI, as `lspci -n` prints them.",
  },
  compatible: {
    value: "text",
    example: '"ti,omap4-mailbox"',
    meaning: 'What drivers know it by in a device tree; the more general behind commas and spaces: `"a,b, c,d"`.',
  },
  mailbox: flag("mailbox", "Its interrupts are doorbells: source 2 rings whoever takes the line that it is wired to."),
} as const satisfies AttributeTable;

export const deviceAttributes = {
  ...deviceKindAttributes,
  address: { value: "text", example: '"0000:03:00.0"', meaning: "Its address on the bus, as text." },
  os: {
    value: "text",
    example: '"network eth0"',
    meaning:
      "What the operating system calls it, behind its kind as hwloc has them: `block`, `gpu`, `network`, `openfabrics`, `dma` or `coprocessor`; several with commas between them.",
  },
  coherent: flag(
    "snooping",
    "Its DMA is coherent with the caches of cores: it reads what they wrote last, and they what it wrote.",
  ),
  incoherent: flag(
    "snooping",
    "Its DMA goes past the caches of cores: programs clean or invalidate lines of its buffers.",
  ),
  pluggable: pluggable("device"),
} as const satisfies AttributeTable;

export const requirements = {
  isa: { value: "word", example: "armv7m", meaning: "It runs on cores of this instruction set only." },
  word: {
    value: "size",
    least: 1,
    most: 64,
    example: "64 bits",
    meaning: "It runs on cores with words of at least this size.",
  },
  kind: {
    value: "word",
    words: ["performance", "efficiency"],
    example: "efficiency",
    meaning: "It runs on this kind of core of a hybrid CPU only.",
  },
  protection: {
    value: "word",
    words: ["pages", "regions"],
    example: "regions",
    meaning: "It runs on cores whose kernels can keep programs to their memory: by `pages`, or at least by `regions`.",
  },
  memory: {
    value: "size",
    least: 1,
    example: "64 MiB",
    meaning: "Each copy takes so much of the memory nearest to its core.",
  },
} as const satisfies AttributeTable;

export const partAttributes = {
  pluggable: pluggable("part"),
} as const satisfies AttributeTable;

export const controllerAttributes = {
  registers: deviceKindAttributes.registers,
  msi: flag("messages", "Devices may raise its lines by messages too, where `interrupt msi` says so."),
} as const satisfies AttributeTable;

/** All tables by the word that declares such a thing: for the reference. */
export const attributeTables = {
  isa: isaAttributes,
  interconnect: interconnectAttributes,
  link: linkAttributes,
  core: coreAttributes,
  cache: cacheAttributes,
  memory: memoryAttributes,
  coherence: coherenceAttributes,
  map: mapAttributes,
  iommu: iommuAttributes,
  "device (kind)": deviceKindAttributes,
  device: deviceAttributes,
  "part (placed)": partAttributes,
  controller: controllerAttributes,
  requires: requirements,
} as const;
