import { define } from "../diagnostic.ts";

/** SK982x and SK983x: what QEMU cannot be, and what its tables cannot say. */
export const qemuDiagnostics = {
  qemuCannotBe: define<{ machine: string; reason: string }>({
    code: "SK9820",
    severity: "error",
    title: "a machine that QEMU cannot be",
    explanation:
      "`skerry boot --host qemu` has QEMU play the machine that is described, and runs a kernel on each of its cores. The message says what stands in the way.",
    message: ({ machine, reason }) => `QEMU cannot be \`${machine}\`: ${reason}`,
  }),
  qemuNeedsId: define<{ core: string; meaning: string }>({
    code: "SK9821",
    severity: "error",
    title: "a core without the id that QEMU gives it",
    explanation:
      "Kernels find out which core they run on by its hardware id: the APIC id on amd64, the affinity in MPIDR on arm64, the hart id on RISC-V. Say it: `core cpu: amd64 @ 2 GHz, id 0`.",
    message: ({ core, meaning }) => `\`${core}\` has no ${meaning}, by which its kernel would know it: write \`id 0\``,
  }),
  qemuTooMany: define<{ board: string; machine: string; what: string; count: number; most: number }>({
    code: "SK9822",
    severity: "error",
    title: "more than a board of QEMU's can have",
    explanation:
      "Every board has its bounds: cores that its interrupt controller knows (255 on q35, 512 on RISC-V's virt, 123 on Arm's), NUMA nodes (128; 2 on RISC-V's virt), buses for devices (224), bytes of memory. Describe a smaller machine, or boot it on another host: `threads` and `simulation` have no such bounds.",
    message: ({ board, machine, what, count, most }) =>
      `\`${machine}\` has ${count.toLocaleString("en-GB")} ${what}, and QEMU's ${board} at most ${most.toLocaleString("en-GB")}`,
  }),
  qemuOtherId: define<{ board: string; core: string; id: number; given: number }>({
    code: "SK9823",
    severity: "error",
    title: "a hardware id that QEMU does not give",
    explanation:
      "QEMU numbers cores itself, node by node. On q35 a node is a socket: ids go on from the next power of two behind it, so three cores to a node make 0, 1, 2, 4, 5, 6. On RISC-V's virt they go from 0 without gaps; on Arm's in clusters of 16, 0x100 apart. Describe those ids.",
    message: ({ board, core, id, given }) =>
      `\`${core}\` has the hardware id ${id}, where QEMU's ${board} gives ${given}`,
  }),
  qemuOddMemory: define<{ memory: string; bytes: number }>({
    code: "SK9824",
    severity: "error",
    title: "a memory that is no whole number of MiB",
    explanation:
      "QEMU counts the memory of a machine in MiB. Give each memory of the description a whole number of them.",
    message: ({ memory, bytes }) =>
      `\`${memory}\` has ${bytes / 2 ** 10} KiB, and QEMU's memories whole numbers of MiB`,
  }),
  qemuBareNode: define<{ board: string; memory: string }>({
    code: "SK9825",
    severity: "error",
    title: "a memory without cores on a board that has none",
    explanation:
      "Every memory is a NUMA node, with the cores that are nearest to it. On RISC-V's virt each node needs cores: its doorbells are among the devices of the node.",
    message: ({ board, memory }) => `\`${memory}\` has no cores near it, and every node of QEMU's ${board} needs some`,
  }),
  qemuNoRoom: define<{ memory: string; machine: string }>({
    code: "SK9826",
    severity: "error",
    title: "a memory without room for its kernels",
    explanation:
      "Each kernel has a memory of its own on the node of its core, at least 512 KiB, with room for all messages that may wait; rings lie on the node of the core that reads them. The first node has the image of the kernel and the boot blob too: 8 to 16 MiB. Describe more memory, or let fewer programs use each other.",
    message: ({ memory, machine }) =>
      `\`${memory}\` has no room for the kernels and rings that \`${machine}\` has on its node`,
  }),
  qemuRegions: define<{ board: string; core: string; areas: number; most: number; neighbours: string }>({
    code: "SK9827",
    severity: "error",
    title: "more areas of memory than the hardware can fence",
    explanation:
      "Where cores have no tables of pages but a unit that protects regions of memory, such as RISC-V's PMP in machine mode, a core can be fenced to as many regions as that has: 16 on QEMU's virt. The kernel takes some for itself, and one for the rings in each direction to every neighbour. Describe fewer links of the core, so that messages are forwarded.",
    message: ({ board, core, areas, most, neighbours }) =>
      `\`${core}\` shares ${areas} areas of rings with ${neighbours}, and a core of QEMU's ${board} can be fenced to ${most}`,
  }),
  qemuProgram: define<{ program: string; module: string; core: string; rule: string }>({
    code: "SK9828",
    severity: "error",
    title: "a program in a language that its core does not run",
    explanation:
      "Kernels on bare metal run programs in C, and the host's kernel runs those in TypeScript. Name a module of the right kind, or place the program elsewhere.",
    message: ({ program, module, core, rule }) => `\`${program}\` is ${module} on \`${core}\`: ${rule}`,
  }),
  qemuNoKernel: define<{ machine: string; isas: string; played: string }>({
    code: "SK9829",
    severity: "error",
    title: "an instruction set without a kernel for bare metal",
    explanation:
      "Skerry has kernels for some boards that QEMU plays, and every core of the machine must be of a kind that the board has. Other machines boot as threads or in simulation.",
    message: ({ machine, isas, played }) => `\`${machine}\` has cores of ${isas}, and Skerry has kernels for ${played}`,
  }),
  qemuDistance: define<{ from: string; to: string; distance: number; most: number }>({
    code: "SK9830",
    severity: "warning",
    title: "a distance that ACPI and device trees cannot say",
    explanation:
      "Nodes are so many tenths of a local access away from each other, in eight bits: 10 is local, 254 the farthest, 255 means that there is no way. What is farther is said to be at 254.",
    message: ({ from, to, distance, most }) =>
      `\`${to}\` is ${distance} tenths of its own latency away from \`${from}\`; QEMU is told ${most}, the most there is`,
  }),
  qemuLatency: define<{ from: string; to: string; nanoseconds: number; most: number }>({
    code: "SK9831",
    severity: "warning",
    title: "a latency that ACPI's table cannot say",
    explanation:
      "The table of memory attributes (HMAT) has latencies in 16 bits, of which the highest value means that nothing is known. What takes longer than 65,534 ns is said to take that.",
    message: ({ from, to, nanoseconds, most }) =>
      `\`${to}\` is ${nanoseconds.toLocaleString("en-GB")} ns away from \`${from}\`; QEMU is told ${most.toLocaleString("en-GB")} ns, the most there is`,
  }),
  qemuNoModel: define<{ device: string; ids: string; known: string }>({
    code: "SK9832",
    severity: "warning",
    title: "a device that QEMU has no model of",
    explanation:
      'A device is played where the description says its ids on PCI (`pci "8086:10d3"`) and QEMU has a model with those ids. Others are left out: nothing in the machine that QEMU plays stands for them.',
    message: ({ device, ids, known }) =>
      `QEMU has no model of \`${device}\` (${ids}) that Skerry knows; it knows ${known}`,
  }),
  qemuDeviceNode: define<{ board: string; device: string; memory: string }>({
    code: "SK9833",
    severity: "warning",
    title: "a device that a board cannot put on its node",
    explanation:
      "On q35 and on Arm's virt a node can have a bus of its own (`pxb-pcie`) that devices are plugged into. RISC-V's virt has one bus, of no node.",
    message: ({ board, device, memory }) =>
      `\`${device}\` is near \`${memory}\`, and QEMU's ${board} has no bus on its node: it is on that of the board`,
  }),
  qemuState: define<{ state: string; rule: string }>({
    code: "SK9834",
    severity: "error",
    title: "a replicated object that kernels on bare metal do not have",
    explanation:
      "Kernels in C have registers, maps, counters and sets, and agree on them by broadcast or by two-phase commit. Choose one of those, or boot the system on threads.",
    message: ({ state, rule }) => `\`${state}\` ${rule}`,
  }),
} as const;
