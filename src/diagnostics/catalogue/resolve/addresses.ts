import { define } from "../../diagnostic.ts";

/** Address spaces as they are written: widths, addresses, maps and what they name. */
export const addressDiagnostics = {
  spaceWidth: define<{ what: string; bits: number; least: number; most: number }>({
    code: "SK2601",
    severity: "error",
    title: "an address space of impossible width",
    explanation:
      "An address has 1 to 64 bits: `space l3: 32 bits`. An address of several parts, as `(8 bits, 5 bits, 3 bits)`, has as many bits as its parts together, and each part has at least one.",
    message: ({ what, bits, least, most }) => `${what} must be from ${least} to ${most} bits wide, but is ${bits}`,
  }),
  addressTooLarge: define<{ what: string; address: string }>({
    code: "SK2602",
    severity: "error",
    title: "an address that no space has",
    explanation: "Addresses have up to 64 bits: from 0 to 0xffff_ffff_ffff_ffff.",
    message: ({ what, address }) => `${what} cannot be ${address}: addresses go from 0 to 0xffff_ffff_ffff_ffff`,
  }),
  rangeOfAddressesBackwards: define<{ from: string; to: string }>({
    code: "SK2603",
    severity: "error",
    title: "a range of addresses that runs backwards",
    explanation: "A range `a..b` contains both ends, so the left one cannot be the larger one.",
    message: ({ from, to }) => `the range ${from}..${to} runs backwards and contains nothing`,
  }),
  addressParts: define<{ space: string; wanted: number; given: number }>({
    code: "SK2604",
    severity: "error",
    title: "an address of the wrong number of parts",
    explanation:
      "An address space of several dimensions takes addresses of as many parts: `space pci: (8 bits, 5 bits, 3 bits)` those such as `(0, 2, 0)`. One of a single dimension takes plain numbers.",
    message: ({ space, wanted, given }) =>
      `this address has ${given} parts, but \`${space}\` takes ${wanted === 1 ? "plain numbers" : `addresses of ${wanted} parts`}`,
  }),
  addressPartTooLarge: define<{ space: string; part: number; address: string; bits: number }>({
    code: "SK2605",
    severity: "error",
    title: "a part of an address that is too large",
    explanation: "Each part of an address has the number of bits that the space gives it.",
    message: ({ space, part, address, bits }) =>
      `part ${part} of the addresses of \`${space}\` has ${bits} ${bits === 1 ? "bit" : "bits"}: ${address} does not fit`,
  }),
  addressNotSingle: define<Record<string, never>>({
    code: "SK2606",
    severity: "error",
    title: "many addresses where one is wanted",
    explanation:
      "What stands behind `at` is one address, the first that the map leads to: the others follow it. A tuple with ranges or `*` names many, and so takes no `size` of its own.",
    message: () => "here one address is wanted, but this tuple names many",
  }),
  tupleWithoutSpace: define<{ target: string }>({
    code: "SK2607",
    severity: "error",
    title: "an address of several parts within a memory or registers",
    explanation:
      "Memories and registers are counted by bytes from 0: only address spaces have addresses of several parts.",
    message: ({ target }) => `an offset in \`${target}\` is a plain number, not an address of several parts`,
  }),
  nothingLeft: define<{ target: string; size: string; at: string }>({
    code: "SK2608",
    severity: "error",
    title: "a map that begins behind the end of its target",
    explanation:
      "A map without a size leads to all of its target from `at` on. Here `at` lies at or behind the end, so that nothing is left of it.",
    message: ({ target, size, at }) => `\`${target}\` ends at ${size}: from ${at} on nothing is left of it to map`,
  }),
  bankUnsaid: define<{ device: string; banks: readonly string[] }>({
    code: "SK2609",
    severity: "error",
    title: "registers of a device that has none, or several banks",
    explanation:
      "A map to a device leads to its registers. The device or its kind says how many bytes they have, `registers 4 KiB`; where it has several banks, the path names one of them: `dma.control`.",
    message: ({ device, banks }) =>
      banks.length === 0
        ? `\`${device}\` has no registers: give it, or its kind, \`registers\` and their size`
        : `\`${device}\` has several banks of registers, say which: ${banks.map((bank) => `\`${bank}\``).join(" or ")}`,
  }),
  seesTwice: define<{ owner: string }>({
    code: "SK2610",
    severity: "error",
    title: "two address spaces for one initiator",
    explanation:
      "The loads and stores of a core, or the DMA of a device, go to one address space. Where two buses are reached, describe a space that maps both.",
    message: ({ owner }) => `${owner} already sees a space`,
  }),
  elementArgument: define<{ part: string; name: string; wanted: string | null }>({
    code: "SK2611",
    severity: "error",
    title: "a path for a number, or a number for a path",
    explanation:
      "A parameter of type space takes the path of an address space, `M3(out: l3)`, one of type controller that of an interrupt controller; any other takes a number or a quantity.",
    message: ({ part, name, wanted }) =>
      wanted !== null
        ? `the parameter \`${name}\` of \`${part}\` wants the path of ${wanted}`
        : `the parameter \`${name}\` of \`${part}\` wants a number or a quantity, not a path`,
  }),
  elementDefault: define<{ name: string; what: string }>({
    code: "SK2612",
    severity: "error",
    title: "a default value for an element of the machine",
    explanation:
      "What a part sees outside of itself is said where the part is placed: a parameter of type space or controller has no default.",
    message: ({ name, what }) => `the parameter \`${name}\` is ${what} and can have no default value`,
  }),
  bankTwice: define<{ name: string; device: string }>({
    code: "SK2613",
    severity: "error",
    title: "two banks of registers of one name",
    explanation: "Each bank of registers of a device has a name of its own, those of its kind among them.",
    message: ({ name, device }) => `\`${device}\` already has registers called \`${name}\``,
  }),
  interleaveOfOne: define<{ memory: string }>({
    code: "SK2614",
    severity: "error",
    title: "addresses that alternate between one memory",
    explanation:
      "Behind `over` stand the memories that addresses alternate between: two at least, as in `map 0 over p[*].dram by 4 KiB`. Behind `to` stands a single one.",
    message: ({ memory }) => `addresses cannot alternate between \`${memory}\` alone`,
  }),
  granuleTooLarge: define<{ granule: number; memory: string; size: number }>({
    code: "SK2615",
    severity: "error",
    title: "a granule that is larger than a memory",
    explanation:
      "Addresses alternate between memories by granules: so many bytes in the first, as many in the second. Each memory holds at least one granule.",
    message: ({ granule, memory, size }) =>
      `a granule of ${granule} bytes does not fit into \`${memory}\`, which has ${size}`,
  }),
  elseTwice: define<Record<string, never>>({
    code: "SK2616",
    severity: "error",
    title: "two `else` in a space",
    explanation:
      "`else` says where all addresses go that no map holds. Each goes to one place: say it once, or map ranges.",
    message: () => "this space already has an `else`",
  }),
} as const;
