/** What QEMU's boards need of the machine that Skerry runs on: programs, and the Debian packages that have them. */
import { findProgram } from "./find-program.ts";

export interface Toolchain {
  /** Name of the board. */
  readonly board: string;
  /** The program that plays it. */
  readonly program: string;
  /** Debian package of QEMU for it. */
  readonly qemuPackage: string;
  /** Kernels: one for each kind of core that the board has, that of the boot core first. */
  readonly images: readonly ImageRecipe[];
  /** Exit code of QEMU for a code that the kernel ends with. */
  readonly decodeExit: (code: number) => number;
}

/** How the kernel for a kind of core is made. */
export interface ImageRecipe {
  readonly name: string;
  /** In the kernel's sources: what it has besides the portable part. The last one has the script of the linker. */
  readonly folders: readonly string[];
  readonly compilers: readonly Compiler[];
}

export interface Compiler {
  readonly program: string;
  /** A program that it needs besides. */
  readonly needs: string | null;
  readonly packages: string;
  readonly options: readonly string[];
  /** On which machines it compiles for itself; null: it is made for the target. */
  readonly isFor: ((architecture: string) => boolean) | null;
}

const gccOnly = ["-fno-tree-loop-distribute-patterns", "-fno-pic", "-no-pie", "-Wl,--no-warn-rwx-segments"];

// Long constants would lie in a section for small data, which may be written.
const riscv = ["-march=rv64gc", "-mabi=lp64d", "-mcmodel=medany", "-msmall-data-limit=0"];
const x86 = ["-m64", "-mgeneral-regs-only", "-mno-red-zone", "-mcmodel=small"];

function clang(target: string, options: readonly string[]): Compiler {
  return {
    ...{ program: "clang", needs: "ld.lld", packages: "clang lld", isFor: null },
    options: [`--target=${target}`, ...options, "-fuse-ld=lld"],
  };
}

function gcc(program: string, packages: string, options: readonly string[]): Compiler {
  return { program, needs: null, packages, isFor: null, options: [...options, ...gccOnly] };
}

const riscv64: ImageRecipe = {
  name: "riscv64",
  folders: ["boards/riscv64"],
  compilers: [
    clang("riscv64-unknown-elf", [...riscv, "-mno-relax"]),
    gcc("riscv64-linux-gnu-gcc", "gcc-riscv64-linux-gnu", riscv),
  ],
};

const x86_64: ImageRecipe = {
  name: "x86_64",
  folders: ["boards/x86_64"],
  compilers: [
    { ...gcc("gcc", "gcc", x86), needs: "ld", isFor: (architecture) => architecture === "x64" },
    gcc("x86_64-linux-gnu-gcc", "gcc-x86-64-linux-gnu", x86),
    clang("x86_64-unknown-none-elf", x86),
  ],
};

/** Until a core has its tables of pages, all memory is like registers to it, which are read as they are aligned. */
const arm = ["-mcpu=cortex-a53", "-mstrict-align", "-mno-outline-atomics"];

function arm64(name: string, folder: string): ImageRecipe {
  return { name, folders: ["boards/aarch64", folder], compilers: [clang("aarch64-none-elf", arm)] };
}

const armv7r = ["-mcpu=cortex-r5", "-mfpu=vfpv3-d16", "-mfloat-abi=hard", "-mno-unaligned-access", "-meabi", "gnu"];

const r5: ImageRecipe = {
  name: "zynqmp-r5",
  folders: ["boards/zynqmp/r5"],
  compilers: [clang("armv7r-none-eabi", armv7r)],
};

const toolchains: readonly Toolchain[] = [
  {
    ...{ board: "riscv64 virt", program: "qemu-system-riscv64", qemuPackage: "qemu-system-misc" },
    ...{ images: [riscv64], decodeExit: (code) => code },
  },
  {
    ...{ board: "x86_64 q35", program: "qemu-system-x86_64", qemuPackage: "qemu-system-x86", images: [x86_64] },
    // The exit device doubles a code and adds one, so that none is 0.
    decodeExit: (code) => (code - 1) / 2,
  },
  {
    ...{ board: "aarch64 virt", program: "qemu-system-aarch64", qemuPackage: "qemu-system-arm" },
    ...{ images: [arm64("aarch64", "boards/aarch64/virt")], decodeExit: (code) => code },
  },
  {
    ...{ board: "zynqmp xlnx-zcu102", program: "qemu-system-aarch64", qemuPackage: "qemu-system-arm" },
    ...{ images: [arm64("zynqmp-a53", "boards/zynqmp/a53"), r5], decodeExit: (code) => code },
  },
];

export function listToolchains(): readonly Toolchain[] {
  return toolchains;
}

export function toolchainFor(board: string): Toolchain | null {
  return toolchains.find((toolchain) => toolchain.board === board) ?? null;
}

/** A compiler that is here, as a file. */
export interface FoundCompiler {
  readonly file: string;
  readonly compiler: Compiler;
}

export function findCompiler({ compilers }: ImageRecipe): FoundCompiler | null {
  for (const compiler of compilers) {
    if (compiler.isFor !== null && !compiler.isFor(process.arch)) continue;
    const file = findProgram([compiler.program]);
    if (file !== null && (compiler.needs === null || findProgram([compiler.needs]) !== null)) return { file, compiler };
  }
  return null;
}
