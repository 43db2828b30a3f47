/** Boots of a board under QEMU itself, with whatever it is told, so that machine and description can differ. */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { buildImages } from "../../../src/cli/boot/qemu/build-image.ts";
import { boundToParent, type MachineCall } from "../../../src/cli/boot/qemu/start-machine.ts";
import {
  type FoundCompiler,
  findCompiler,
  type ImageRecipe,
  toolchainFor,
} from "../../../src/cli/boot/qemu/toolchain.ts";
import { printArguments } from "../../../src/emit/boot/qemu/command-line.ts";
import { blobOf } from "../../../src/emit/boot/qemu/emit-qemu.ts";
import { fitQemu, type QemuView } from "../../../src/emit/boot/qemu/qemu-view.ts";
import { emitC } from "../../../src/emit/c/emit-c.ts";
import { compile } from "../../../src/pipeline.ts";
import type { Plan } from "../../../src/plan/plan.ts";
import { textHost } from "../../plan/example-host.ts";

/** The board of RISC-V as others: what is written in the place of what. */
export const boards = {
  riscv64: {},
  arm64: { 'use "prelude/riscv64"': 'use "prelude/arm64"', ": riscv64 @": ": arm64 @" },
  amd64: { 'use "prelude/riscv64"': 'use "prelude/amd64"', ": riscv64 @": ": amd64 @" },
} as const;

/** What the kernels print, line by line, and their code at the end. */
interface Boot {
  readonly lines: readonly string[];
  readonly code: number;
}

export interface Board {
  /** `system`: another than the one that the board was made for, of programs that are in its image. */
  readonly boot: (change?: {
    /** Words of the command line, and what stands in their place. */
    readonly arguments?: Readonly<Record<string, string | readonly string[]>>;
    readonly system?: Described;
  }) => Promise<Boot>;
  readonly remove: () => void;
}

export interface Described {
  readonly plan: Plan;
  readonly view: QemuView;
}

/** What becomes of texts by their path; the first is that of the system. */
export function describeSystem(texts: Readonly<Record<string, string>>): Described {
  const [system = ""] = Object.keys(texts);
  const { product, diagnostics } = compile([system], textHost(texts));
  if (product.plan === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  const fit = fitQemu(product.plan);
  if (fit.kind === "refused") throw new Error(fit.faults.map(({ message }) => message).join("\n"));
  return { plan: product.plan, view: fit.view };
}

/** A program in C, by its file or as a text. */
type Source = { readonly file: string } | { readonly name: string; readonly text: string };

/** Has the kernel that refuses a blob judge one with damages first: see there. */
const judge = fileURLToPath(new URL("judge-damages.c", import.meta.url));
export const judged = "every byte of the header";

/** Kernels with all programs that are to boot on them, built once. */
export async function prepareBoard(system: Described, sources: readonly Source[]): Promise<Board> {
  const toolchain = toolchainFor(system.view.platform.name);
  if (toolchain === null) throw new Error(`no kernel for ${system.view.platform.name}`);
  const folder = mkdtempSync(path.join(tmpdir(), "skerry-board-"));
  const modules = sources.map((source) => writeSource(folder, source));
  const recipes = toolchain.images.map((recipe) => ({ recipe, compiler: compilerOf(recipe) }));
  const images = await buildImages({
    ...{ images: recipes, folder, files: emitC(system.plan, true) },
    modules: [...modules, judge, "-Wl,--wrap=blob_fault"],
  });
  if (images.kind === "broken") throw new Error(images.text);
  return {
    boot: ({ arguments: replaced = {}, system: { plan, view } = system } = {}) => {
      const blob = path.join(folder, "blob.bin");
      writeFileSync(blob, blobOf(plan, view));
      const all = printArguments(view, images.files, blob).flatMap((word) => replaced[word] ?? word);
      return run(boundToParent({ program: view.platform.program, arguments: all }), toolchain.decodeExit);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function writeSource(folder: string, source: Source): string {
  if ("file" in source) return source.file;
  const file = path.join(folder, source.name);
  writeFileSync(file, source.text);
  return file;
}

function compilerOf(recipe: ImageRecipe): FoundCompiler {
  const compiler = findCompiler(recipe);
  if (compiler === null) throw new Error(`no compiler for ${recipe.name}`);
  return compiler;
}

function run({ program, arguments: words }: MachineCall, decodeExit: (code: number) => number): Promise<Boot> {
  return new Promise((resolve) => {
    const child = execFile(program, words, { timeout: 100_000 }, (_, stdout, stderr) => {
      // Bells and what a console says when it is switched on are no part of a line.
      const printed = `${stdout}${stderr}`.replaceAll(/[^\n\P{Cc}]/gu, "");
      const lines = printed.split("\n").map((line) => line.trim());
      resolve({ lines, code: decodeExit(child.exitCode ?? -1) });
    });
  });
}

/** A program that does at its start what it must not. */
export const rogue = (name: string, does: string): string => `
static void start_${name}(void *self, skerry_program *me) {
  (void)self, (void)me;
  ${does}
}

SKERRY_PROGRAM(${name}) = {.name = "${name}", .start = start_${name}};
`;

export const endless = `
static uint32_t fill(uint32_t n) {
  volatile uint32_t room[256];
  room[n % 256] = n;
  return n == 0 ? room[0] : fill(n + 1) + room[n % 256];
}
`;

/** 32 bits at an address. */
export const word = (address: number): string => `*(volatile uint32_t *)0x${address.toString(16)}`;
