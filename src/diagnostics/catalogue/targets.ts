import { define } from "../diagnostic.ts";

/** SK98xx: what other systems' boot formats cannot say, or do not take. */
export const targetDiagnostics = {
  targetNeedsSystem: define<{ target: string }>({
    code: "SK9801",
    severity: "error",
    title: "nothing to boot on a target",
    explanation:
      "A target boots the programs of a system: which kernels there are, and what each is given, follows from where programs run. Describe a `system` on the machine, or name one of several with `--system`.",
    message: ({ target }) => `\`${target}\` needs a system: no program says which cores get a kernel`,
  }),
  targetNeedsId: define<{ target: string; core: string; meaning: string }>({
    code: "SK9802",
    severity: "error",
    title: "a core without the id that a target knows it by",
    explanation:
      "Operating systems are told of cores by the ids of the hardware: the APIC id on amd64, the affinity in MPIDR on arm64, the hart id on RISC-V. They have gaps and do not follow from anything else, so they are never guessed: a wrong one would give away another kernel's core. Say them: `core cpu: amd64 @ 2 GHz, id 0x10`. `skerry probe` finds those of the machine it runs on, where Linux tells them.",
    message: ({ target, core, meaning }) => `\`${target}\` needs the ${meaning} of \`${core}\`: \`id 0x10\``,
  }),
  targetForeignCore: define<{ target: string; core: string; isa: string; host: string; hostIsa: string }>({
    code: "SK9803",
    severity: "warning",
    title: "a core of another kind than the host's",
    explanation:
      "On this target every kernel is one of the same operating system, for the instruction set of the core that boots first. What runs on cores with another instruction set is booted by other means, such as remoteproc, and is left out here.",
    message: ({ target, core, isa, host, hostIsa }) =>
      `\`${target}\` leaves out \`${core}\`, which is ${isa}, where \`${host}\` boots ${hostIsa}`,
  }),
  targetNeedsPci: define<{ target: string; device: string; missing: string }>({
    code: "SK9804",
    severity: "error",
    title: "a device that a target cannot find",
    explanation:
      'A kernel is given a device by where it is on PCI and what it is: `device nic: Ethernet10G at p[0].pcie, address "0000:03:00.0", pci "8086:10fb"`. Both are needed for devices that a program drives; others stay with the host.',
    message: ({ target, device, missing }) => `\`${target}\` needs the ${missing} of \`${device}\` to hand it over`,
  }),
  targetNeedsMemory: define<{ target: string; core: string; bytes: number; least: number }>({
    code: "SK9805",
    severity: "error",
    title: "too little memory for a kernel of a target",
    explanation:
      "Kernels that share a memory get equal shares of it, the host's among them. One that cannot hold an operating system is of no use: run programs on fewer cores of the part, or describe the memory that it has.",
    message: ({ target, core, bytes, least }) =>
      `\`${target}\` has ${bytes / 2 ** 20} MiB for the kernel of \`${core}\`, and no kernel does with less than ${least / 2 ** 20} MiB`,
  }),
  targetNeedsAddress: define<{ target: string; memory: string }>({
    code: "SK9806",
    severity: "error",
    title: "a memory whose address a target must know",
    explanation:
      "The address of a memory is what the boot core reaches it at: `space bus: 40 bits { map 0x1_0000_0000 to dram }`, and `core cpu: …, sees bus`. What is needed of it lies there in one piece. It is never guessed: another kernel's memory could lie there.",
    message: ({ target, memory }) => `\`${target}\` needs the address of \`${memory}\`, which no address space tells`,
  }),
  targetTooMany: define<{ target: string; what: string; count: number; most: number }>({
    code: "SK9807",
    severity: "error",
    title: "more than a target takes",
    explanation:
      "Formats have bounds: fields of so many bits, tables of so many entries. What does not fit is refused rather than cut off.",
    message: ({ target, what, count, most }) =>
      `\`${target}\` takes at most ${most} ${what}, and there would be ${count}`,
  }),
  targetNeedsCommonMemory: define<{ target: string; one: string; other: string; bytes: number }>({
    code: "SK9808",
    severity: "error",
    title: "two sides without memory in common",
    explanation:
      "What kernels of different clusters pass to each other lies in memory that both can address, in one piece: rings, buffers, and the image of firmware that one loads for the other. Say in the address space of each where it has such a memory: `map 0x0010_0000..0x7fff_ffff to system at 0x0010_0000`.",
    message: ({ target, one, other, bytes }) =>
      `\`${target}\` needs ${bytes / 1024} KiB in one piece that both \`${one}\` and \`${other}\` can address, and there is no such memory`,
  }),
  targetUnknownIsa: define<{ target: string; core: string; isa: string; known: readonly string[] }>({
    code: "SK9809",
    severity: "error",
    title: "an instruction set that a target does not run on",
    explanation:
      "The core that boots first decides which kernel is loaded, and a target has kernels for some instruction sets only. Others can be booted beside it, but not in its place.",
    message: ({ target, core, isa, known }) =>
      `\`${target}\` boots on ${known.slice(0, -1).join(", ")} or ${known.at(-1)}, and \`${core}\`, which boots first, is ${isa}`,
  }),
  targetNeedsPage: define<{ target: string; what: string; address: bigint; page: number }>({
    code: "SK9810",
    severity: "error",
    title: "memory or registers that do not begin with a page",
    explanation:
      "A target that gives memory away by the page cannot give away what begins in the middle of one: whatever else lies in that page would go with it. Let the address space map it at a multiple of the page, and give memories sizes that are.",
    message: ({ target, what, address, page }) =>
      `\`${target}\` needs \`${what}\` at a multiple of ${page / 1024} KiB, and it lies at 0x${address.toString(16)}`,
  }),
  targetReservedName: define<{ target: string; name: string }>({
    code: "SK9811",
    severity: "error",
    title: "a name that a target has taken",
    explanation:
      "Some names have a meaning to what boots the system, so that no program can be called by them: rename it.",
    message: ({ target, name }) => `\`${target}\` has something of its own called \`${name}\``,
  }),
};
