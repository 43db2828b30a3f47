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
    message: ({ path }) => `No CPU is listed in ${path}, so there is no machine to describe.`,
  }),
  unknownIsa: define<{ said: string }>({
    code: "SK7002",
    severity: "error",
    title: "instruction set not known",
    explanation:
      "The instruction set comes from /proc/sys/kernel/arch (since Linux 6.1) or, without it, from the fields of " +
      "/proc/cpuinfo. Skerry has standard parts for amd64, arm64, riscv64, ppc64le, s390x and loongarch64. For another one " +
      "write the description by hand, with an `isa` declaration of its own.",
    message: ({ said }) => `The instruction set can't be told: ${said}.`,
  }),
  valueMissing: define<{ path: string; what: string; consequence: string }>({
    code: "SK7003",
    severity: "warning",
    title: "value not there",
    explanation:
      "Linux gives this value on most machines but not here: the kernel is old, was built without the driver, or runs in a " +
      "virtual machine that hides it. Skerry leaves out what it doesn't know instead of guessing; add it by hand if you know it.",
    message: ({ path, what, consequence }) => `${path} does not tell ${what}; ${consequence}.`,
  }),
  valueGarbled: define<{ path: string; text: string; expected: string; consequence: string }>({
    code: "SK7004",
    severity: "warning",
    title: "value not understood",
    explanation:
      "The file is there but holds something other than what Linux documents for it: a truncated recording, or a kernel that " +
      "writes it differently. Skerry leaves the value out.",
    message: ({ path, text, expected, consequence }) =>
      `${path} should hold ${expected} but holds "${text}"; ${consequence}.`,
  }),
  siblingsDisagree: define<{ cpu: number; other: number }>({
    code: "SK7005",
    severity: "warning",
    title: "hardware threads disagree about their core",
    explanation:
      "A CPU that lists another one as hardware thread of the same core must be listed by that one in turn. Where only one of " +
      "the two says so, Skerry describes them as two cores.",
    message: ({ cpu, other }) =>
      `CPU ${cpu} says that it shares its core with CPU ${other}, but CPU ${other} does not; they stand as two cores.`,
  }),
  cacheDisagrees: define<{ cache: string; cpu: number; other: number }>({
    code: "SK7006",
    severity: "warning",
    title: "two CPUs disagree about the cache they share",
    explanation:
      "All CPUs that share a cache must tell the same size and the same set of sharers. Where they don't, no line about that " +
      "cache can be right, so Skerry leaves it out.",
    message: ({ cache, cpu, other }) =>
      `CPU ${cpu} and CPU ${other} tell different things about the ${cache} cache that they share; it is left out.`,
  }),
  nodeDisagrees: define<{ cpu: number; first: number; second: number }>({
    code: "SK7007",
    severity: "warning",
    title: "a CPU in two NUMA nodes",
    explanation: "A CPU belongs to exactly one NUMA node. Skerry counts it to the node with the lower number.",
    message: ({ cpu, first, second }) =>
      `CPU ${cpu} is listed in node ${first} and in node ${second}; it is counted to node ${first}.`,
  }),
  memoryDisagrees: define<{ nodes: string; total: string }>({
    code: "SK7008",
    severity: "warning",
    title: "the nodes' memory is not the machine's memory",
    explanation:
      "The memory of all NUMA nodes together should be what /proc/meminfo tells for the whole machine. It differs while memory " +
      "is plugged in or out, as virtual machines do. The description carries the numbers of the nodes, as they were.",
    message: ({ nodes, total }) =>
      `The NUMA nodes hold ${nodes} together, but /proc/meminfo tells ${total} for the machine; the nodes' numbers stand.`,
  }),
  cpuOffline: define<{ cpus: string }>({
    code: "SK7009",
    severity: "note",
    title: "CPUs are offline",
    explanation:
      "Linux tells nothing about the place of a CPU that is offline: it may be a core, or a hardware thread of a core that runs. " +
      "Put it online (echo 1 > /sys/devices/system/cpu/cpuN/online) and probe again to see it described.",
    message: ({ cpus }) =>
      `Offline is CPU ${cpus}: Linux does not tell which core and package that is, so it is left out.`,
  }),
  deviceNowhere: define<{ address: string; node: string }>({
    code: "SK7010",
    severity: "note",
    title: "the place of a device is not known",
    explanation:
      "A PCI device tells the NUMA node that it hangs on, if the firmware told Linux. Without it, on a machine of several " +
      "packages, Skerry doesn't know which of them the device belongs to and leaves it out.",
    message: ({ address, node }) =>
      `The PCI device ${address} tells ${node}, so it is not known which package it hangs on; it is left out.`,
  }),
  distancesGarbled: define<{ path: string; count: number; expected: number }>({
    code: "SK7011",
    severity: "warning",
    title: "distances between the nodes are not complete",
    explanation:
      "Each NUMA node lists one relative distance to every node that is online (the firmware's SLIT). Skerry leaves the table " +
      "out when a row has another length.",
    message: ({ path, count, expected }) =>
      `${path} holds ${count} distances, but ${expected} nodes are online; the table of distances is left out.`,
  }),
  clockMomentary: define<{ cpus: string }>({
    code: "SK7012",
    severity: "note",
    title: "clock of the moment",
    explanation:
      "Without the cpufreq driver the only clock that Linux tells is the one in /proc/cpuinfo. In a virtual machine that is the " +
      "nominal clock, on a bare machine it is the clock at that moment.",
    message: ({ cpus }) =>
      `The clock of CPU ${cpus} is the one /proc/cpuinfo shows at this moment; there is no cpufreq.`,
  }),
} as const;
