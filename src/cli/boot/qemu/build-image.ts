/** The kernel of an architecture together with a system's programs in C: one file that QEMU loads. */
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import type { OutputFile } from "../../../source/output-file.ts";
import { packageFolder } from "../../installation.ts";
import type { Compiler, Toolchain } from "./toolchain.ts";

const run = promisify(execFile);

export interface ImageInput {
  readonly toolchain: Toolchain;
  readonly compiler: { readonly file: string; readonly compiler: Compiler };
  /** Of the programs: absolute paths, each once. */
  readonly modules: readonly string[];
  /** Generated headers among them. */
  readonly files: readonly OutputFile[];
  /** Where to work. */
  readonly folder: string;
}

export type Image =
  | { readonly kind: "built"; readonly file: string }
  /** `module` is null when the fault is in none of them. */
  | { readonly kind: "broken"; readonly module: string | null; readonly text: string };

const general = [
  ...["-std=gnu11", "-Os", "-Wall", "-ffreestanding", "-fno-builtin", "-fno-stack-protector", "-fno-common"],
  ...["-fno-asynchronous-unwind-tables", "-nostdlib", "-static", "-Wl,--build-id=none"],
];

export async function buildImage({ toolchain, compiler, modules, files, folder }: ImageInput): Promise<Image> {
  const sources = kernelFolder();
  const headers = path.join(folder, "c");
  writeHeaders(headers, files);
  const file = path.join(folder, "kernel.elf");
  const options = [
    ...compiler.compiler.options,
    ...general,
    ...["-I", sources, "-I", headers],
    ...["-T", path.join(sources, toolchain.folder, "link.ld")],
    ...[...sourcesIn(sources), ...sourcesIn(path.join(sources, toolchain.folder)), ...modules],
    ...["-o", file],
  ];
  try {
    await run(compiler.file, options, { cwd: folder });
    return { kind: "built", file };
  } catch (error) {
    return blame(error, modules);
  }
}

/** In a clone the sources themselves, in a package a copy of them. */
function kernelFolder(): string {
  const sources = path.join(packageFolder(), "src", "kernel");
  return existsSync(sources) ? sources : path.join(packageFolder(), "dist", "kernel");
}

function sourcesIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => /\.[cS]$/.test(name))
    .sort()
    .map((name) => path.join(folder, name));
}

function writeHeaders(folder: string, files: readonly OutputFile[]): void {
  mkdirSync(folder);
  for (const { path: name, content } of files) {
    const [room, file, ...deeper] = name.split("/");
    if (room === "c" && file !== undefined && deeper.length === 0) writeFileSync(path.join(folder, file), content);
  }
}

/** The first complaint of compiler or linker, and whose it is. */
function blame(error: unknown, modules: readonly string[]): Image {
  const text = error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const first =
    lines.find((line) => /\b(error|undefined reference|undefined symbol)\b/i.test(line)) ?? lines[0] ?? "it failed";
  const module = modules.find((each) => lines.some((line) => line.includes(each))) ?? null;
  return { kind: "broken", module, text: first.replace(/^.*?(fatal error|error): /, "") };
}
