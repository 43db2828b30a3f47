/** SK3xxx: machines that are described without a slip, but cannot be, or are hardly meant. */
import { define } from "../diagnostic.ts";

export const machineDiagnostics = {
  noCores: define<{ machine: string }>({
    code: "SK3001",
    severity: "error",
    title: "a machine without cores",
    explanation: "Every kernel runs on a core, and this machine has none. Declare cores in it or in its parts.",
    message: ({ machine }) => `the machine \`${machine}\` has no cores`,
  }),
  portUsedTwice: define<{ port: string; user: string; first: string }>({
    code: "SK3002",
    severity: "error",
    title: "a port used twice",
    explanation:
      "A port takes one cable: one link, or one device. Only two one-way links, one in and one out, can share it. Give the part more ports, or join the link to a free one.",
    message: ({ port, user, first }) => `the port \`${port}\` is used by ${user}, but ${first} uses it already`,
  }),
  linkToItself: define<{ end: string }>({
    code: "SK3003",
    severity: "error",
    title: "a link from a thing to itself",
    explanation: "Both ends of the link are the same port, core or device. One of the two indices is probably wrong.",
    message: ({ end }) => `this link joins \`${end}\` to itself`,
  }),
  linkWithinPart: define<{ link: string; part: string }>({
    code: "SK3004",
    severity: "warning",
    title: "a link that leaves a part only to come back",
    explanation:
      "Both ports of the link belong to the same part, so that nothing is reached over it that was not reached before.",
    message: ({ link, part }) => `the link \`${link}\` leaves ${part} only to come back to it`,
  }),
  linkTwice: define<{ link: string; first: string }>({
    code: "SK3005",
    severity: "warning",
    title: "two links between the same cores",
    explanation:
      "Two links join the same two cores in the same direction. That can be meant (two lanes), but is more often a copied line with an index left unchanged.",
    message: ({ link, first }) => `the link \`${link}\` joins what \`${first}\` joins already`,
  }),
  linkToNowhere: define<{ link: string; end: string; part: string }>({
    code: "SK3006",
    severity: "warning",
    title: "a link that leads nowhere",
    explanation:
      "At one end of the link there is neither a core, nor a device, nor a memory, nor a further link: nothing will ever take it.",
    message: ({ link, end, part }) =>
      `the link \`${link}\` leads nowhere: at \`${end}\`, ${part} has no core, no device, no memory and no further link`,
  }),
  coreUnreachable: define<{
    from: string;
    to: string;
    others: number;
    oneWay: string | null;
  }>({
    code: "SK3007",
    severity: "error",
    title: "a core that nobody can reach",
    explanation:
      "Every kernel must be able to send to every other: through a coherence domain, over links, or by way of kernels between them, in both directions. Between the two cores named here there is no such way. Declare the missing coherence domain or link, or make a one-way link (`->`) one for both ways (`--`).",
    message: ({ from, to, others, oneWay }) =>
      `no message can get from \`${from}\` to \`${to}\`${andOthers(others)}: ${
        oneWay === null ? "neither coherence nor links lead there" : `\`${oneWay}\` leads only the other way`
      }`,
  }),
  osIndexTwice: define<{ core: string; first: string; index: number }>({
    code: "SK3008",
    severity: "error",
    title: "one hardware thread for two cores",
    explanation:
      "`os` is the operating system's number of a core's first hardware thread, where its kernel is pinned. Two cores cannot have the same. In an array every element has the attributes of its declaration: declare cores with numbers of their own one by one.",
    message: ({ core, first, index }) => `\`${core}\` and \`${first}\` both have \`os ${index}\``,
  }),
  hardwareIdTwice: define<{ core: string; first: string; id: number }>({
    code: "SK3009",
    severity: "error",
    title: "one hardware id for two cores",
    explanation:
      "`id` is what the hardware itself calls a core (APIC id, MPIDR, hart id). Two cores of a machine cannot have the same. In an array every element has the attributes of its declaration: declare cores with ids of their own one by one.",
    message: ({ core, first, id }) => `\`${core}\` and \`${first}\` both have \`id ${id}\``,
  }),
  coherencesOverlap: define<{ first: string; second: string; both: string; onlyFirst: string; onlySecond: string }>({
    code: "SK3010",
    severity: "error",
    title: "coherence domains that overlap",
    explanation:
      "Two domains share some cores, but neither contains the other. Lines that move by themselves from a to b and from b to c also move from a to c: make it one domain, or two that are apart. A domain within a larger, slower one is fine.",
    message: ({ first, second, both, onlyFirst, onlySecond }) =>
      `the coherence domains of ${first} and ${second} overlap: \`${both}\` is in both, but \`${onlyFirst}\` only in the one and \`${onlySecond}\` only in the other`,
  }),
  coherenceTwice: define<{ core: string; count: number }>({
    code: "SK3011",
    severity: "error",
    title: "the same coherence domain twice",
    explanation: "Two coherence domains have just the same members. Only one of them can say what a line costs.",
    message: ({ core, count }) => `\`${core}\` and the ${count - 1} others of this coherence domain form one already`,
  }),
  coherenceOfOne: define<{ core: string }>({
    code: "SK3012",
    severity: "warning",
    title: "a coherence domain of one core",
    explanation:
      "Coherence is between the caches of several cores; alone, a core has nobody to be coherent with. A `*` is probably missing: `cpu[*]`.",
    message: ({ core }) => `this coherence domain has only one member, \`${core}\``,
  }),
  coherenceLinesDiffer: define<{ first: string; firstLine: number; other: string; otherLine: number }>({
    code: "SK3013",
    severity: "warning",
    title: "coherence between cache lines of different sizes",
    explanation:
      "Members of a coherence domain exchange whole cache lines, but the instruction sets of these two say lines of different sizes.",
    message: ({ first, firstLine, other, otherLine }) =>
      `\`${first}\` has cache lines of ${firstLine} bytes, \`${other}\` of ${otherLine}, yet they are coherent`,
  }),
  sizeZero: define<{ what: string; path: string }>({
    code: "SK3014",
    severity: "error",
    title: "a memory or cache of no bytes",
    explanation: "A memory or cache of zero bytes holds nothing. Give its size, or leave it out.",
    message: ({ what, path }) => `the ${what} \`${path}\` has a size of zero`,
  }),
  sizeNotPowerOfTwo: define<{ what: string; size: number }>({
    code: "SK3015",
    severity: "error",
    title: "a line, page or word that is no power of two",
    explanation:
      "Addresses are split into bits, so words, cache lines and pages have sizes of 1, 2, 4, 8, … bytes. Everything that is aligned to them relies on it.",
    message: ({ what, size }) => `${what} has ${size} bytes, which is not a power of two`,
  }),
  cacheFasterThanSmaller: define<{ larger: string; largerTime: string; smaller: string; smallerTime: string }>({
    code: "SK3016",
    severity: "warning",
    title: "a larger cache that is not slower",
    explanation:
      "Of the caches of one core, a larger one is always slower than a smaller one, for else the smaller one would not be there. Two numbers are probably swapped.",
    message: ({ larger, largerTime, smaller, smallerTime }) =>
      `the cache \`${larger}\` (${largerTime}) is larger than \`${smaller}\` (${smallerTime}), but not slower`,
  }),
  measuredToItself: define<{ core: string }>({
    code: "SK3017",
    severity: "error",
    title: "a measurement from a core to itself",
    explanation:
      "Between a core and itself there is nothing to measure. For the time to its own cache, name the cache: `cpu[0].l1`.",
    message: ({ core }) => `this is measured from \`${core}\` to itself`,
  }),
  measuredTwice: define<{ quantity: string; from: string; to: string; source: string }>({
    code: "SK3018",
    severity: "warning",
    title: "a measurement given twice",
    explanation:
      "The same source gives two numbers for the same thing. Keep the one that is right, or name the sources apart.",
    message: ({ quantity, from, to, source }) =>
      `the ${quantity} from \`${from}\` to \`${to}\` is given twice by "${source}"`,
  }),
  measuredFarOff: define<{ from: string; to: string; measured: string; stated: string; what: string }>({
    code: "SK3019",
    severity: "warning",
    title: "a measurement far from what is stated",
    explanation:
      "The measured latency and the one that the description states for the very same thing differ by more than a factor of ten. A wrong unit, a wrong pair of cores, or a clock that was different when it was measured?",
    message: ({ from, to, measured, stated, what }) =>
      `measured from \`${from}\` to \`${to}\`: ${measured}, but ${what} states ${stated}`,
  }),
  interruptToOffline: define<{ device: string; core: string }>({
    code: "SK3020",
    severity: "warning",
    title: "an interrupt to a core that is off",
    explanation: "The device interrupts a core that is declared `offline`: nobody will hear it.",
    message: ({ device, core }) => `\`${device}\` interrupts \`${core}\`, which is offline`,
  }),
  memoryNodeTwice: define<{ memory: string; first: string; node: number }>({
    code: "SK3021",
    severity: "error",
    title: "two memories with one node number",
    explanation:
      "`node` is the number of the NUMA node at the operating system, by which hosts ask for memory there. Each memory of a box has its own.",
    message: ({ memory, first, node }) => `\`${memory}\` and \`${first}\` both have \`node ${node}\``,
  }),
  deviceAddressTwice: define<{ device: string; first: string; address: string }>({
    code: "SK3022",
    severity: "warning",
    title: "two devices at one bus address",
    explanation: "A bus address leads to one device of a box: one of the two is somewhere else.",
    message: ({ device, first, address }) => `\`${device}\` and \`${first}\` are both at the address "${address}"`,
  }),
  osDeviceUnknown: define<{ device: string; text: string; kinds: readonly string[]; suggestion: string | null }>({
    code: "SK3025",
    severity: "error",
    title: "kind of device that no operating system has",
    explanation:
      'What the operating system calls a device stands behind its kind, as hwloc has them: `os "network eth0"`; several names with commas between them.',
    message: ({ device, text, kinds, suggestion }) =>
      `\`${device}\` is called "${text}", where a name behind one of the kinds ${kinds.join(", ")} should stand${suggestion === null ? "" : `; did you mean \`${suggestion}\`?`}`,
  }),
  pciIdForm: define<{ device: string; text: string }>({
    code: "SK3026",
    severity: "error",
    title: "no id of a PCI device",
    explanation:
      'The id of a device on PCI is that of its vendor and, behind a colon, that of the device, four hexadecimal digits each, as `lspci -n` prints them: `pci "8086:10fb"`.',
    message: ({ device, text }) =>
      `\`${device}\` has the PCI id "${text}", where two times four hexadecimal digits should stand, as in "8086:10fb"`,
  }),
  lineWiderThanPage: define<{ isa: string; line: number; page: number }>({
    code: "SK3023",
    severity: "error",
    title: "cache lines wider than pages",
    explanation: "A page holds whole cache lines, so a line is no wider than a page. Are the two mixed up?",
    message: ({ isa, line, page }) => `the cache line of \`${isa}\` has ${line} bytes, but its page ${page}`,
  }),
  bandwidthFarOff: define<{ from: string; to: string; measured: string; stated: string; what: string }>({
    code: "SK3024",
    severity: "warning",
    title: "a measured bandwidth far from what is stated",
    explanation:
      "The measured bandwidth and the one that the description states for the very same thing differ by more than a factor of ten. A wrong unit (bits for bytes?), or a wrong pair?",
    message: ({ from, to, measured, stated, what }) =>
      `measured from \`${from}\` to \`${to}\`: ${measured}, but ${what} states ${stated}`,
  }),
} as const;

function andOthers(count: number): string {
  if (count === 0) return "";
  return count === 1 ? " (and one more core)" : ` (and ${count} more cores)`;
}
