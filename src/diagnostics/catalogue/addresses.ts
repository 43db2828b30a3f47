/** SK34xx: address spaces that are described without a slip, but decode to nothing sensible. */
import { define } from "../diagnostic.ts";

interface TwoMaps {
  readonly space: string;
  readonly range: string;
  readonly target: string;
  readonly otherRange: string;
  readonly otherTarget: string;
}

export const addressDiagnosticsOfMachines = {
  mapsOverlap: define<TwoMaps & { both: string }>({
    code: "SK3401",
    severity: "error",
    title: "one address for two things",
    explanation:
      "Two maps of a space hold the same addresses, so that it would be left to chance what answers there. Two maps may lead to the same target (an alias), but each address of a space belongs to one map. Move one of them, or make it smaller.",
    message: ({ space, range, target, otherRange, otherTarget, both }) =>
      `in \`${space}\` ${both} belongs both to ${otherRange} to \`${otherTarget}\` and to ${range} to \`${target}\``,
  }),
  mapOutsideSpace: define<{ space: string; bits: number; range: string; target: string; last: string }>({
    code: "SK3402",
    severity: "error",
    title: "a map outside of its space",
    explanation:
      "A space of n bits has addresses from 0 to 2^n - 1. The map begins or ends behind that: nobody could ever use it. Make the space wider, or the map smaller.",
    message: ({ space, bits, range, target, last }) =>
      `${range} to \`${target}\` does not fit into \`${space}\`, whose ${bits} bits end at ${last}`,
  }),
  mapWiderThanTarget: define<{ range: string; space: string; target: string; at: string; end: string; last: string }>({
    code: "SK3403",
    severity: "error",
    title: "a map wider than its target",
    explanation:
      "The range that is mapped is longer than what is left of its target from `at` on, so that its upper addresses would lead behind the end. Without a size the map takes just what is there.",
    message: ({ range, space, target, at, end, last }) =>
      `${range} of \`${space}\` leads to ${at}..${end} of \`${target}\`, which ends at ${last}`,
  }),
  mapToNothing: define<{ range: string; space: string; target: string; there: string }>({
    code: "SK3404",
    severity: "error",
    title: "a map that leads to nothing",
    explanation:
      "Where the map leads in the other space, nothing is mapped at all: every access through it would come to nothing. Map something there, or correct `at`.",
    message: ({ range, space, target, there }) =>
      `${range} of \`${space}\` leads to ${there} of \`${target}\`, where nothing is mapped`,
  }),
  spaceNeverSeen: define<{ space: string }>({
    code: "SK3405",
    severity: "warning",
    title: "an address space that nobody sees",
    explanation:
      "No core and no device sees the space, and no space that is seen maps anything to it: what it says has no effect. Say who sees it, as in `core m3: armv7m, sees view`.",
    message: ({ space }) => `no core or device sees \`${space}\`, neither itself nor through another space`,
  }),
  coreBehindIommu: define<{ core: string; iommu: string }>({
    code: "SK3406",
    severity: "error",
    title: "a core that sees an IOMMU",
    explanation:
      "What an IOMMU maps is planned for devices, from the buffers of the programs that drive them. A core's loads and stores go to a space whose maps are said: describe what its MMU maps as `space`.",
    message: ({ core, iommu }) => `\`${core}\` is a core, but \`${iommu}\` is an IOMMU: only devices see one`,
  }),
  memoryUnmapped: define<{ memory: string; machine: string }>({
    code: "SK3407",
    severity: "warning",
    title: "a memory that has no address",
    explanation:
      "The machine describes address spaces, but none of them maps any part of this memory: nobody can address it. Map it in a space that is seen.",
    message: ({ memory, machine }) => `no address space of \`${machine}\` maps \`${memory}\`: nobody can address it`,
  }),
  registersUnmapped: define<{ registers: readonly string[]; machine: string }>({
    code: "SK3408",
    severity: "warning",
    title: "registers that have no address",
    explanation:
      "The machine describes address spaces, but none of them maps these registers: nobody can drive the device. Map them in a space that a core sees.",
    message: ({ registers, machine }) =>
      `no address space of \`${machine}\` maps the registers ${registers.map((bank) => `\`${bank}\``).join(", ")}`,
  }),
  mapsInCircle: define<{ space: string; range: string; chain: readonly string[] }>({
    code: "SK3409",
    severity: "error",
    title: "maps that lead round in a circle",
    explanation:
      "An address is handed from space to space until it comes to a map that it has been through already, and so on without end. Two spaces may map parts of each other, as a bus and the bridge behind it do, but no address may come back to where it was.",
    message: ({ space, range, chain }) =>
      `${range} of \`${space}\` leads back to itself: ${chain.map((name) => `\`${name}\``).join(" to ")}`,
  }),
  spaceTooLarge: define<{ space: string; pieces: number; depth: number }>({
    code: "SK3410",
    severity: "error",
    title: "an address space that unfolds too far",
    explanation:
      "Followed through all spaces that it maps, the space falls into more ranges than can be listed, or its maps stand behind each other more than 64 deep. Usually spaces map each other several times over, and at each level the ranges double.",
    message: ({ space, pieces, depth }) =>
      `followed to the end, \`${space}\` has more than ${pieces} ranges or maps that stand more than ${depth} deep`,
  }),
  dmaNotSeen: define<{ device: string; memory: string; space: string }>({
    code: "SK3411",
    severity: "error",
    title: "DMA to a memory that the device cannot address",
    explanation:
      "`dma reaches` names a memory, but the space that the device sees leads to no part of it, neither directly nor through an IOMMU. Map the memory there, or take it out of `dma reaches`.",
    message: ({ device, memory, space }) =>
      `the DMA of \`${device}\` is said to reach \`${memory}\`, but \`${space}\`, which it sees, does not lead there`,
  }),
  contextsTooFew: define<{ iommu: string; contexts: number; devices: readonly string[] }>({
    code: "SK3412",
    severity: "error",
    title: "more devices than contexts of an IOMMU",
    explanation:
      "Each device behind an IOMMU needs a context of its own, so that it reaches its own buffers only. The IOMMU has fewer of them than there are devices.",
    message: ({ iommu, contexts, devices }) =>
      `the IOMMU \`${iommu}\` has ${contexts === 1 ? "one context" : `${contexts} contexts`}, but ${devices.length} devices stand behind it: ${devices.map((name) => `\`${name}\``).join(", ")}`,
  }),
  bufferUnreachable: define<{
    device: string;
    buffer: string;
    program: string;
    memory: string;
    space: string;
    byte: string;
  }>({
    code: "SK3414",
    severity: "error",
    title: "a buffer that its device cannot address",
    explanation:
      "The device is to fill or empty the buffer, but the space it sees does not lead to all of the memory where the buffer lies, neither directly nor through an IOMMU. Map the memory where the device sees it, or lay the buffer elsewhere: `buffer rx: 2 MiB for nic in dram`.",
    message: ({ device, buffer, program, memory, space, byte }) =>
      `the buffer \`${buffer}\` of \`${program}\` lies in \`${memory}\`, but \`${space}\`, which \`${device}\` sees, does not lead to byte ${byte} of it`,
  }),
  notIsolated: define<{ subject: string; other: string; who: string; what: string; path: readonly string[] }>({
    code: "SK3415",
    severity: "error",
    title: "an isolation that does not hold",
    explanation:
      "The system says `isolate`, but a core or device of one side can load from or store to memory or registers of the other. The message shows the way that an access takes, from space to space. Take the map out, give the initiator a space of its own, put an IOMMU before the device, or lay the memory elsewhere.",
    message: ({ subject, other, who, what, path }) =>
      `\`${subject}\` is not isolated from \`${other}\`: \`${who}\` reaches ${what} by ${path.join(" > ")}`,
  }),
  blindNotIsolated: define<{ subject: string; other: string; who: string; what: string }>({
    code: "SK3416",
    severity: "error",
    title: "an isolation that nothing provides",
    explanation:
      "The system says `isolate`, but nothing is said of what one of the cores can address: it may reach all memory. Describe its address space, and say that it `sees` it.",
    message: ({ subject, other, who, what }) =>
      `\`${subject}\` is not isolated from \`${other}\`: \`${who}\` sees no address space, so nothing keeps it from ${what}`,
  }),
  isolatedOnOneCore: define<{ subject: string; other: string; core: string }>({
    code: "SK3417",
    severity: "error",
    title: "isolated programs on one core",
    explanation:
      "The programs share a kernel, and with it all that its core can address. Put them on different cores: `apart from` keeps them there.",
    message: ({ subject, other, core }) => `\`${subject}\` is not isolated from \`${other}\`: both are on \`${core}\``,
  }),
  isolateUnknown: define<{ name: string; system: string; machine: string; suggestion: string | null }>({
    code: "SK3418",
    severity: "error",
    title: "an isolation of something unknown",
    explanation: "`isolate` takes programs of the system, and cores, devices, memories and parts of its machine.",
    message: ({ name, system, machine, suggestion }) =>
      `\`${name}\` is neither a program of \`${system}\` nor in the machine \`${machine}\`${suggestion === null ? "" : `; did you mean \`${suggestion}\`?`}`,
  }),
  isolateItself: define<{ name: string }>({
    code: "SK3419",
    severity: "error",
    title: "an isolation from itself",
    explanation: "What is isolated always reaches its own memory. Name something else behind `from`.",
    message: ({ name }) => `\`${name}\` cannot be isolated from itself`,
  }),
  driverBlind: define<{ program: string; device: string; core: string; space: string }>({
    code: "SK3420",
    severity: "error",
    title: "a driver that cannot address its device",
    explanation:
      "A driver loads from and stores to the registers of its device, but the space that its core sees leads to none of them. Map the registers there, or put the driver on a core that has them: `on` or `requires` keep it there.",
    message: ({ program, device, core, space }) =>
      `\`${program}\` drives \`${device}\` on \`${core}\`, but \`${space}\`, which that sees, leads to none of its registers`,
  }),
  bufferIncoherent: define<{ program: string; buffer: string; device: string; core: string }>({
    code: "SK3421",
    severity: "note",
    title: "a buffer that DMA reaches past the caches",
    explanation:
      "The device is `incoherent`: what it writes to memory does not reach lines that a core has in its caches, and what a core has written there does not reach the device. Whoever reads or writes the buffer on such a core has to invalidate its lines before reading what the device wrote, and to clean them before the device reads; or the buffer is mapped without caching. When the machine does that by itself, the device is `coherent`.",
    message: ({ program, buffer, device, core }) =>
      `the buffer \`${buffer}\` of \`${program}\` is for \`${device}\`, whose DMA is not coherent with the caches of \`${core}\`: programs have to keep them in step`,
  }),
  nothingPasses: define<TwoMaps>({
    code: "SK3413",
    severity: "warning",
    title: "a way that lets nothing pass",
    explanation:
      "One map on the way is for reading only and another one for writing only: together they let nothing through.",
    message: ({ space, range, target, otherRange, otherTarget }) =>
      `${range} of \`${space}\` to \`${target}\` and ${otherRange} to \`${otherTarget}\` behind it let neither loads nor stores pass`,
  }),
} as const;
