/** Boots of the example under QEMU itself, with whatever it is told, so that machine and description can differ. */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { buildImages } from "../../../src/cli/boot/qemu/build-image.ts";
import {
  type FoundCompiler,
  findCompiler,
  type ImageRecipe,
  toolchainFor,
} from "../../../src/cli/boot/qemu/toolchain.ts";
import { printArguments } from "../../../src/emit/boot/qemu/command-line.ts";
import { blobOf } from "../../../src/emit/boot/qemu/emit-qemu.ts";
import type { QemuView } from "../../../src/emit/boot/qemu/qemu-view.ts";
import { emitC } from "../../../src/emit/c/emit-c.ts";
import type { Plan } from "../../../src/plan/plan.ts";
import { planQuad, viewQuad } from "../../emit/boot/qemu/quad.ts";
import { root } from "../skerry.ts";

export const boards = {
  riscv64: {},
  arm64: { 'use "prelude/riscv64"': 'use "prelude/arm64"', ": riscv64 @": ": arm64 @" },
  amd64: { 'use "prelude/riscv64"': 'use "prelude/amd64"', ": riscv64 @": ": amd64 @" },
} as const;

export interface Board {
  /** What the kernels print, line by line, and their code at the end. */
  readonly boot: (change?: {
    readonly arguments?: Readonly<Record<string, string>>;
    readonly blob?: (blob: Uint8Array) => void;
  }) => Promise<{ readonly lines: readonly string[]; readonly code: number }>;
  readonly remove: () => void;
}

/** The example of RISC-V on a board, its kernel built once. */
export function prepareBoard(isa: keyof typeof boards): Promise<Board> {
  const changes = boards[isa];
  const modules = ["summer.c", "asker.c"].map((name) => path.join(root, "examples", "riscv-quad", name));
  return prepareSystem(planQuad(changes), viewQuad(changes), modules);
}

/** A system on its board, its kernels built once. */
export async function prepareSystem(plan: Plan, view: QemuView, modules: readonly string[]): Promise<Board> {
  const toolchain = toolchainFor(view.platform.name);
  if (toolchain === null) throw new Error(`no kernel for ${view.platform.name}`);
  const folder = mkdtempSync(path.join(tmpdir(), "skerry-board-"));
  const recipes = toolchain.images.map((recipe) => ({ recipe, compiler: compilerOf(recipe) }));
  const images = await buildImages({ images: recipes, modules, folder, files: emitC(plan, true) });
  if (images.kind === "broken") throw new Error(images.text);
  return {
    boot: ({ arguments: replaced = {}, blob: damage = () => {} } = {}) => {
      const blob = path.join(folder, "blob.bin");
      const bytes = blobOf(plan, view);
      damage(bytes);
      writeFileSync(blob, bytes);
      const all = printArguments(view, images.files, blob).map((word) => replaced[word] ?? word);
      return run(view.platform.program, all, toolchain.decodeExit);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function compilerOf(recipe: ImageRecipe): FoundCompiler {
  const compiler = findCompiler(recipe);
  if (compiler === null) throw new Error(`no compiler for ${recipe.name}`);
  return compiler;
}

function run(program: string, words: readonly string[], decodeExit: (code: number) => number) {
  return new Promise<{ readonly lines: readonly string[]; readonly code: number }>((resolve) => {
    const child = execFile(program, words, { timeout: 25_000 }, (_, stdout, stderr) => {
      // Bells and what a console says when it is switched on are no part of a line.
      const printed = `${stdout}${stderr}`.replaceAll(/[^\n\P{Cc}]/gu, "");
      const lines = printed.split("\n").map((line) => line.trim());
      resolve({ lines, code: decodeExit(child.exitCode ?? -1) });
    });
  });
}
