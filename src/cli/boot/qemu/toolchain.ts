/** What QEMU's boards need of the machine that Skerry runs on: programs, and the Debian packages that have them. */
import { findProgram } from "./find-program.ts";

export interface Toolchain {
  /** Folder of the architecture in the kernel's sources. */
  readonly folder: string;
  /** Debian package of QEMU for it. */
  readonly qemuPackage: string;
  readonly compilers: readonly Compiler[];
  /** Exit code of QEMU for a code that the kernel ends with. */
  readonly decodeExit: (code: number) => number;
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

const clangOnly = ["-fuse-ld=lld"];
const gccOnly = ["-fno-tree-loop-distribute-patterns", "-fno-pic", "-no-pie", "-Wl,--no-warn-rwx-segments"];

const riscv = ["-march=rv64gc", "-mabi=lp64d", "-mcmodel=medany"];
const x86 = ["-m64", "-mgeneral-regs-only", "-mno-red-zone", "-mcmodel=small"];

const toolchains: Readonly<Record<string, Toolchain>> = {
  riscv64: {
    folder: "riscv64",
    qemuPackage: "qemu-system-misc",
    compilers: [
      {
        ...{ program: "clang", needs: "ld.lld", packages: "clang lld", isFor: null },
        options: ["--target=riscv64-unknown-elf", ...riscv, "-mno-relax", ...clangOnly],
      },
      {
        ...{ program: "riscv64-linux-gnu-gcc", needs: null, packages: "gcc-riscv64-linux-gnu", isFor: null },
        options: [...riscv, ...gccOnly],
      },
    ],
    decodeExit: (code) => code,
  },
  amd64: {
    folder: "x86_64",
    qemuPackage: "qemu-system-x86",
    compilers: [
      {
        ...{ program: "gcc", needs: "ld", packages: "gcc", isFor: (architecture) => architecture === "x64" },
        options: [...x86, ...gccOnly],
      },
      {
        program: "x86_64-linux-gnu-gcc",
        needs: null,
        packages: "gcc-x86-64-linux-gnu",
        isFor: null,
        options: [...x86, ...gccOnly],
      },
      {
        ...{ program: "clang", needs: "ld.lld", packages: "clang lld", isFor: null },
        options: ["--target=x86_64-unknown-none-elf", ...x86, ...clangOnly],
      },
    ],
    // The exit device doubles a code and adds one, so that none is 0.
    decodeExit: (code) => (code - 1) / 2,
  },
};

/** By the name of the instruction set in descriptions. */
export function toolchainFor(isa: string): Toolchain | null {
  return toolchains[isa] ?? null;
}

/** A compiler that is here, as a file. */
export function findCompiler({ compilers }: Toolchain): { readonly file: string; readonly compiler: Compiler } | null {
  for (const compiler of compilers) {
    if (compiler.isFor !== null && !compiler.isFor(process.arch)) continue;
    const file = findProgram([compiler.program]);
    if (file !== null && (compiler.needs === null || findProgram([compiler.needs]) !== null)) return { file, compiler };
  }
  return null;
}
