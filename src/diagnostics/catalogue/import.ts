import { define } from "../diagnostic.ts";

/** SK7xxx: what another description of a machine doesn't say, or says twice and differently. */
export const importDiagnostics = {
  noCpus: define<{ path: string }>({
    code: "SK7001",
    severity: "error",
    title: "no CPU found",
    explanation:
      "Linux lists the CPUs that run in /sys/devices/system/cpu/online. Without that list there is nothing to describe: " +
      "the root folder is not one of a Linux system, or /sys is not mounted in it. Pass the folder that holds sys and proc " +
      "with --root.",
    message: ({ path }) => `no CPU is listed in ${path}, so there is no machine to describe`,
  }),
  unknownIsa: define<{ said: string }>({
    code: "SK7002",
    severity: "error",
    title: "instruction set not known",
    explanation:
      "The instruction set comes from /proc/sys/kernel/arch (since Linux 6.1) or, without it, from the fields of " +
      "/proc/cpuinfo. Skerry has standard parts for amd64, arm64, riscv64, ppc64le, s390x and loongarch64. For another one " +
      "write the description by hand, with an `isa` declaration of its own.",
    message: ({ said }) => `the instruction set can't be told: ${said}`,
  }),
  valueMissing: define<{ path: string; what: string; consequence: string }>({
    code: "SK7003",
    severity: "warning",
    title: "value not there",
    explanation:
      "Linux gives this value on most machines but not here: the kernel is old, was built without the driver, or runs in a " +
      "virtual machine that hides it. Skerry leaves out what it doesn't know instead of guessing; add it by hand if you know it.",
    message: ({ path, what, consequence }) => `${path} does not tell ${what}; ${consequence}`,
  }),
  valueGarbled: define<{ path: string; text: string; expected: string; consequence: string }>({
    code: "SK7004",
    severity: "warning",
    title: "value not understood",
    explanation:
      "The file is there but holds something other than what Linux documents for it: a truncated recording, or a kernel that " +
      "writes it differently. Skerry leaves the value out.",
    message: ({ path, text, expected, consequence }) =>
      `${path} should hold ${expected} but holds "${text}"; ${consequence}`,
  }),
  siblingsDisagree: define<{ cpu: number; other: number }>({
    code: "SK7005",
    severity: "warning",
    title: "hardware threads disagree about their core",
    explanation:
      "A CPU that lists another one as hardware thread of the same core must be listed by that one in turn. Where only one of " +
      "the two says so, Skerry describes them as two cores.",
    message: ({ cpu, other }) =>
      `CPU ${cpu} says that it shares its core with CPU ${other}, but CPU ${other} does not; they stand as two cores`,
  }),
  cacheDisagrees: define<{ cache: string; cpu: number; other: number }>({
    code: "SK7006",
    severity: "warning",
    title: "two CPUs disagree about the cache they share",
    explanation:
      "All CPUs that share a cache must tell the same size and the same set of sharers. Where they don't, no line about that " +
      "cache can be right, so Skerry leaves it out.",
    message: ({ cache, cpu, other }) =>
      `CPU ${cpu} and CPU ${other} tell different things about the ${cache} cache that they share; it is left out`,
  }),
  nodeDisagrees: define<{ cpu: number; first: number; second: number }>({
    code: "SK7007",
    severity: "warning",
    title: "a CPU in two NUMA nodes",
    explanation: "A CPU belongs to exactly one NUMA node. Skerry counts it to the node with the lower number.",
    message: ({ cpu, first, second }) =>
      `CPU ${cpu} is listed in node ${first} and in node ${second}; it is counted to node ${first}`,
  }),
  memoryDisagrees: define<{ nodes: string; total: string }>({
    code: "SK7008",
    severity: "warning",
    title: "the nodes' memory is not the machine's memory",
    explanation:
      "The memory of all NUMA nodes together should be what /proc/meminfo tells for the whole machine. It differs while memory " +
      "is plugged in or out, as virtual machines do. The description carries the numbers of the nodes, as they were.",
    message: ({ nodes, total }) =>
      `the NUMA nodes hold ${nodes} together, but /proc/meminfo tells ${total} for the machine; the nodes' numbers stand`,
  }),
  cpuOffline: define<{ cpus: string }>({
    code: "SK7009",
    severity: "note",
    title: "CPUs are offline",
    explanation:
      "Linux tells nothing about the place of a CPU that is offline: it may be a core, or a hardware thread of a core that runs. " +
      "Put it online (echo 1 > /sys/devices/system/cpu/cpuN/online) and probe again to see it described.",
    message: ({ cpus }) =>
      `offline is CPU ${cpus}: Linux does not tell which core and package that is, so it is left out`,
  }),
  deviceNowhere: define<{ address: string; node: string }>({
    code: "SK7010",
    severity: "note",
    title: "the place of a device is not known",
    explanation:
      "A PCI device tells the NUMA node that it hangs on, if the firmware told Linux. Without it, on a machine of several " +
      "packages, Skerry doesn't know which of them the device belongs to and leaves it out.",
    message: ({ address, node }) =>
      `the PCI device ${address} tells ${node}, so it is not known which package it hangs on; it is left out`,
  }),
  distancesGarbled: define<{ path: string; count: number; expected: number }>({
    code: "SK7011",
    severity: "warning",
    title: "distances between the nodes are not complete",
    explanation:
      "Each NUMA node lists one relative distance to every node that is online (the firmware's SLIT). Skerry leaves the table " +
      "out when a row has another length.",
    message: ({ path, count, expected }) =>
      `${path} holds ${count} distances, but ${expected} nodes are online; the table of distances is left out`,
  }),
  clockMomentary: define<{ cpus: string }>({
    code: "SK7012",
    severity: "note",
    title: "clock of the moment",
    explanation:
      "Without the cpufreq driver the only clock that Linux tells is the one in /proc/cpuinfo. In a virtual machine that is the " +
      "nominal clock, on a bare machine it is the clock at that moment.",
    message: ({ cpus }) =>
      `the clock of CPU ${cpus} is the one /proc/cpuinfo shows at this moment; there is no cpufreq`,
  }),
  xmlMalformed: define<{ what: string }>({
    code: "SK7101",
    severity: "error",
    title: "not well-formed XML",
    explanation:
      "The file is not XML as the standard has it: it is cut off, edited by hand, or something else entirely. Write it anew " +
      "with the tool that makes it.",
    message: ({ what }) => what,
  }),
  xmlDeclares: define<Record<string, never>>({
    code: "SK7102",
    severity: "error",
    title: "XML that declares entities",
    explanation:
      "A document type with declarations of its own can define entities that expand without bounds or read other files. No " +
      "tool that describes machines writes such a thing, so Skerry refuses it. Take the part between `[` and `]` out.",
    message: () => "the document type declares something of its own, which is refused",
  }),
  xmlTooLarge: define<{ what: string }>({
    code: "SK7103",
    severity: "error",
    title: "XML too large",
    explanation:
      "Skerry reads descriptions of machines in bounded time and memory: no more than 2,000,000 elements and attributes, 200 " +
      "elements within each other, 100 attributes in one tag and 1,000,000 characters in one value. No real machine comes " +
      "near that.",
    message: ({ what }) => `there are more than ${what}, which no description of a machine needs`,
  }),
  foreignNotText: define<{ file: string; reason: string }>({
    code: "SK7104",
    severity: "error",
    title: "no text that could be a description",
    explanation:
      "What is imported is text in UTF-8 of at most 64 MiB. Of anything longer no more than that is read, whether it is a file or a pipe that does not end.",
    message: ({ file, reason }) => `${file} is no description of a machine: ${reason}`,
  }),
  notHwloc: define<{ root: string }>({
    code: "SK7110",
    severity: "error",
    title: "XML that is not hwloc's",
    explanation:
      'hwloc\'s XML has the root element <topology> with one <object type="Machine"> in it. Write it with ' +
      "`lstopo --of xml machine.xml`.",
    message: ({ root }) => `${root}, so this is not hwloc's XML`,
  }),
  hwlocVersion: define<{ version: string | null }>({
    code: "SK7111",
    severity: "error",
    title: "version of hwloc's XML not known",
    explanation:
      'Skerry reads the XML of hwloc 2 (`<topology version="2.0">`) and hwloc 3 ("3.0"). hwloc 1 wrote no version; hwloc 2 can ' +
      "still read that and write it anew: `lstopo -i old.xml --of xml new.xml`.",
    message: ({ version }) =>
      version === null
        ? "the topology has no version, as hwloc 1 wrote it; versions 2.0 and 3.0 are known"
        : `the topology has version "${version}"; versions 2.0 and 3.0 are known`,
  }),
  attributeMissing: define<{ element: string; attribute: string }>({
    code: "SK7112",
    severity: "error",
    title: "attribute missing in hwloc's XML",
    explanation:
      "hwloc writes this attribute for every object of the kind, and without it nobody can tell where the object belongs.",
    message: ({ element, attribute }) => `the ${attribute} of ${element} is missing`,
  }),
  attributeGarbled: define<{ element: string; attribute: string; text: string; expected: string }>({
    code: "SK7113",
    severity: "error",
    title: "attribute not understood in hwloc's XML",
    explanation:
      "The attribute holds something other than what hwloc writes there. Numbers are decimal; sets of CPUs and nodes are words of " +
      '32 bits in hexadecimal, the highest first: "0x0000ffff,0xffffffff".',
    message: ({ element, attribute, text, expected }) =>
      `the ${attribute} of ${element} should be ${expected} but is "${text}"`,
  }),
  objectTwice: define<{ first: string; second: string; number: string }>({
    code: "SK7114",
    severity: "error",
    title: "two objects with one number",
    explanation:
      "In hwloc's XML the gp_index of an object occurs once in the whole topology, the os_index of a PU or NUMANode once among its " +
      "kind, and a PU in one place of the tree. Other elements refer to objects by these numbers.",
    message: ({ first, second, number }) => `${second} has the ${number} that ${first} has already`,
  }),
  setOutsideParent: define<{ object: string; set: string; numbers: string; parent: string }>({
    code: "SK7115",
    severity: "error",
    title: "object reaches out of its parent",
    explanation:
      "An object lies within the object around it, and so do its CPUs and NUMA nodes: every bit of its cpuset and nodeset must be " +
      "set in those of its parent. Where that isn't so the tree contradicts the sets, and Skerry can't tell which is right.",
    message: ({ object, set, numbers, parent }) =>
      `the ${set} of ${object} holds ${numbers}, which that of ${parent} around it does not`,
  }),
  objectMisplaced: define<{ object: string; parent: string }>({
    code: "SK7116",
    severity: "error",
    title: "object in a place where it cannot be",
    explanation:
      "hwloc's objects form a tree: one Machine outermost; packages, groups, dies, caches and cores within each other; PUs innermost; " +
      "NUMA nodes and memory-side caches below any of these but PUs; bridges, PCI and OS devices below those.",
    message: ({ object, parent }) => `${object} cannot stand in ${parent}`,
  }),
  wrongBit: define<{ object: string; set: string; number: number }>({
    code: "SK7117",
    severity: "error",
    title: "set that is not the object's own number",
    explanation: "The cpuset of a PU holds just its os_index, and so does the nodeset of a NUMANode.",
    message: ({ object, set, number }) => `the ${set} of ${object} should hold ${number} and nothing else`,
  }),
  setWithoutPus: define<{ object: string; numbers: string }>({
    code: "SK7123",
    severity: "error",
    title: "CPUs that no PU stands for",
    explanation:
      "The cpuset of an object holds the PUs that lie in it in the tree, no others. CPUs that are offline stand in its " +
      "complete_cpuset only.",
    message: ({ object, numbers }) => `the cpuset of ${object} holds ${numbers}, but no PU in it has that number`,
  }),
  noPus: define<Record<string, never>>({
    code: "SK7118",
    severity: "error",
    title: "no PU in the topology",
    explanation: "Every machine has at least one hardware thread, a PU in hwloc's words. This topology tells none.",
    message: () => "the topology holds no PU, so there is no machine to describe",
  }),
  tooManyPus: define<{ count: number; most: number }>({
    code: "SK7119",
    severity: "error",
    title: "too many PUs",
    explanation: "Linux runs on at most 8192 CPUs, and hwloc describes what one operating system sees.",
    message: ({ count, most }) => `the topology holds ${count} PUs; ${most} is the most that one operating system has`,
  }),
  notUnderstood: define<{ what: string }>({
    code: "SK7120",
    severity: "warning",
    title: "part of hwloc's XML not understood",
    explanation: "A later hwloc may write what Skerry doesn't know yet. It is left out, with all that lies in it.",
    message: ({ what }) => `${what} is not known and left out`,
  }),
  notTold: define<{ what: string }>({
    code: "SK7121",
    severity: "note",
    title: "hwloc does not tell",
    explanation:
      "hwloc describes where cores, caches, memories and devices lie, not everything a kernel must know. Skerry leaves out what " +
      "isn't told instead of guessing; add it by hand if you know it.",
    message: ({ what }) => `hwloc does not tell ${what}: left out`,
  }),
  notSayable: define<{ what: string }>({
    code: "SK7122",
    severity: "note",
    title: "told by hwloc, but not sayable",
    explanation: "The XML tells this, but the language has no words for it yet.",
    message: ({ what }) => `hwloc tells ${what}, for which the language has no words: left out`,
  }),
  distancesWrong: define<{ count: number; objects: number }>({
    code: "SK7124",
    severity: "error",
    title: "distances of another number of objects",
    explanation:
      "A matrix of distances between n objects names them in <indexes> and holds n × n whole numbers in <u64values>, row by row.",
    message: ({ count, objects }) => `the matrix holds ${count} distances between ${objects} objects`,
  }),
} as const;
