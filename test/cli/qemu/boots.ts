/** Boots of the example under QEMU itself, with whatever it is told, so that machine and description can differ. */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { buildImage } from "../../../src/cli/boot/qemu/build-image.ts";
import { findCompiler, toolchainFor } from "../../../src/cli/boot/qemu/toolchain.ts";
import { printArguments } from "../../../src/emit/boot/qemu/command-line.ts";
import { emitC } from "../../../src/emit/c/emit-c.ts";
import { blobOfQuad, planQuad, viewQuad } from "../../emit/boot/qemu/quad.ts";
import { root } from "../skerry.ts";

export const boards = {
  riscv64: {},
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

/** The example on a board, its kernel built once. */
export async function prepareBoard(isa: keyof typeof boards): Promise<Board> {
  const changes = boards[isa];
  const toolchain = toolchainFor(isa);
  const compiler = toolchain === null ? null : findCompiler(toolchain);
  if (toolchain === null || compiler === null) throw new Error(`no compiler for ${isa}`);
  const folder = mkdtempSync(path.join(tmpdir(), "skerry-board-"));
  const modules = ["summer.c", "asker.c"].map((name) => path.join(root, "examples", "riscv-quad", name));
  const image = await buildImage({ toolchain, compiler, modules, folder, files: emitC(planQuad(changes), true) });
  if (image.kind === "broken") throw new Error(image.text);
  const view = viewQuad(changes);
  return {
    boot: ({ arguments: replaced = {}, blob: damage = () => {} } = {}) => {
      const blob = path.join(folder, "blob.bin");
      const bytes = blobOfQuad(changes);
      damage(bytes);
      writeFileSync(blob, bytes);
      const all = printArguments(view, image.file, blob).map((word) => replaced[word] ?? word);
      return run(view.platform.program, all, toolchain.decodeExit);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function run(program: string, words: readonly string[], decodeExit: (code: number) => number) {
  return new Promise<{ readonly lines: readonly string[]; readonly code: number }>((resolve) => {
    const child = execFile(program, words, { timeout: 25_000 }, (_, stdout, stderr) => {
      const lines = `${stdout}${stderr}`.split("\n").map((line) => line.trim());
      resolve({ lines, code: decodeExit(child.exitCode ?? -1) });
    });
  });
}
