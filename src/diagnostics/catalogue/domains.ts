/** SK32xx: what fails or is switched off together, boxes, and parts that do not fit together. */
import { define } from "../diagnostic.ts";

export const domainDiagnostics = {
  domainEmpty: define<{ kind: string; domain: string; member: string }>({
    code: "SK3201",
    severity: "error",
    title: "a domain of nothing",
    explanation:
      "A domain says what fails, or is switched off, together. What this one names holds neither a core nor a memory, device, port or controller, so that nothing is lost with it.",
    message: ({ kind, domain, member }) =>
      `the ${kind} domain \`${domain}\` is empty: there is nothing in \`${member}\` that could be lost`,
  }),
  domainsCross: define<{ domain: string; first: string; both: string; onlyThis: string; onlyFirst: string }>({
    code: "SK3202",
    severity: "warning",
    title: "failure domains that cross",
    explanation:
      "Two failure domains have a part in common, but neither lies within the other. That can be meant (a power supply and a fan that do not serve the same parts), but more often a path is wrong. Domains within others, as a shelf within a rack, are fine.",
    message: ({ domain, first, both, onlyThis, onlyFirst }) =>
      `\`${both}\` is in the failure domains \`${first}\` and \`${domain}\`, but \`${onlyFirst}\` only in the one and \`${onlyThis}\` only in the other`,
  }),
  domainTwice: define<{ domain: string; first: string; kind: string }>({
    code: "SK3203",
    severity: "warning",
    title: "the same domain twice",
    explanation: "Two domains of one kind have just the same members. One of them is enough, or a path is wrong.",
    message: ({ domain, first, kind }) => `the ${kind} domain \`${domain}\` has the same members as \`${first}\``,
  }),
  copiesFallTogether: define<{ service: string; copies: number; domain: string }>({
    code: "SK3204",
    severity: "note",
    title: "copies of a service that fail together",
    explanation:
      "All copies of the service run in one failure domain: when it fails, none is left to take over. Place one elsewhere (`on`), or spread them by a part that lies across domains: `copies 2 spread by package`.",
    message: ({ service, copies, domain }) =>
      `${copies === 2 ? "both" : `all ${copies}`} copies of \`${service}\` lie in the failure domain \`${domain}\` and fail together`,
  }),
  domainsInCircle: define<{ chain: readonly string[] }>({
    code: "SK3205",
    severity: "error",
    title: "domains that hold each other in a circle",
    explanation:
      "A domain that is named in another lies within it: a power supply in a rack. These lie within each other, or within themselves. Take one of them out.",
    message: ({ chain }) => `domains hold each other in a circle: ${chain.map((path) => `\`${path}\``).join(" > ")}`,
  }),
  boxWithinPart: define<{ box: string; part: string; level: string }>({
    code: "SK3211",
    severity: "error",
    title: "a box within a part of a machine",
    explanation:
      "A box is a computer of its own, which cables join to others: it lies in the machine itself or in a group (`part`), a rack for example. Boards, packages, dies and clusters lie in boxes, not the other way round.",
    message: ({ box, part, level }) => `the box \`${box}\` lies in \`${part}\`, which is a ${level}`,
  }),
  coherenceAcrossBoxes: define<{ first: string; firstBox: string; other: string; otherBox: string }>({
    code: "SK3212",
    severity: "error",
    title: "coherence across boxes",
    explanation:
      "Cache lines move by themselves within a box only. Between boxes there are links, and kernels send messages over them. Make it one domain in each box, and declare the links.",
    message: ({ first, firstBox, other, otherBox }) =>
      `\`${first}\` in ${firstBox} and \`${other}\` in ${otherBox} cannot be coherent: no cache line leaves its box by itself`,
  }),
  cacheAcrossBoxes: define<{ cache: string; first: string; firstBox: string; other: string; otherBox: string }>({
    code: "SK3213",
    severity: "error",
    title: "a cache shared across boxes",
    explanation: "The cores that share a cache lie in one box. One of the paths behind `shared by` is probably wrong.",
    message: ({ cache, first, firstBox, other, otherBox }) =>
      `the cache \`${cache}\` is shared by \`${first}\` in ${firstBox} and \`${other}\` in ${otherBox}`,
  }),
  interruptAcrossBoxes: define<{ device: string; box: string; target: string; targetBox: string }>({
    code: "SK3214",
    severity: "error",
    title: "an interrupt into another box",
    explanation:
      "Interrupt lines and their messages stay within a box. What happens in one box another learns by a message over a link, from a kernel that heard the interrupt.",
    message: ({ device, box, target, targetBox }) =>
      `\`${device}\` in ${box} cannot interrupt \`${target}\` in ${targetBox}`,
  }),
  dmaAcrossBoxes: define<{ device: string; box: string; memory: string; memoryBox: string }>({
    code: "SK3215",
    severity: "error",
    title: "DMA into another box",
    explanation:
      "A device reads and writes memory of its own box. What RDMA does across boxes is done there by the other box's own card: let each card's DMA reach the memory of its box, and join the cards by a link.",
    message: ({ device, box, memory, memoryBox }) =>
      `the DMA of \`${device}\` in ${box} cannot reach \`${memory}\` in ${memoryBox}`,
  }),
  coherenceEndiannessDiffers: define<{ little: string; big: string }>({
    code: "SK3221",
    severity: "warning",
    title: "coherence between cores of different byte order",
    explanation:
      "Members of a coherence domain see each other's memory, but these two read the bytes of a number in opposite order. Skerry's stubs write messages in one byte order; what programs keep in shared memory themselves has that of its writer.",
    message: ({ little, big }) => `\`${little}\` is little-endian and \`${big}\` big-endian, yet they are coherent`,
  }),
  cacheLinesDiffer: define<{ cache: string; first: string; firstLine: number; other: string; otherLine: number }>({
    code: "SK3222",
    severity: "warning",
    title: "a cache shared by cores with lines of different sizes",
    explanation:
      "A cache has lines of one size, but the instruction sets of the cores that share it say different ones. Say which it is: `line 64 bytes`.",
    message: ({ cache, first, firstLine, other, otherLine }) =>
      `\`${cache}\` says no size of its lines, and those of \`${first}\` have ${firstLine} bytes, those of \`${other}\` ${otherLine}`,
  }),
} as const;
