/** The kernels of a board together with a system's programs in C: files that QEMU loads. */
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { packageFolder } from "../../../files/installation.ts";
import type { OutputFile } from "../../../source/output-file.ts";
import { kernelObjects } from "./kernel-objects.ts";
import type { FoundCompiler, ImageRecipe } from "./toolchain.ts";

const run = promisify(execFile);

export interface ImageInput {
  readonly images: readonly { readonly recipe: ImageRecipe; readonly compiler: FoundCompiler }[];
  /** Of the programs: absolute paths, each once. */
  readonly modules: readonly string[];
  /** Generated headers among them. */
  readonly files: readonly OutputFile[];
  /** Where to work. */
  readonly folder: string;
  /** Of a single image, where it goes; else it lies among the work. */
  readonly output?: string;
}

export type Images =
  | { readonly kind: "built"; readonly files: readonly string[] }
  /** `module` is null when the fault is in none of them. */
  | { readonly kind: "broken"; readonly module: string | null; readonly text: string };

const general = [
  ...["-std=gnu11", "-Os", "-Wall", "-ffreestanding", "-fno-builtin", "-fno-stack-protector", "-fno-common"],
  ...["-fno-asynchronous-unwind-tables", "-nostdlib", "-static", "-Wl,--build-id=none"],
];

export async function buildImages({ images, modules, files, folder, output }: ImageInput): Promise<Images> {
  const headers = path.join(folder, "c");
  const sources = writeGenerated(headers, files);
  const outputs: string[] = [];
  try {
    for (const { recipe, compiler } of images) {
      const file = output ?? path.join(folder, `${recipe.name}.elf`);
      const { folders, options, script } = kernelOf(recipe, compiler);
      const objects = await kernelObjects({ folders, compiler: compiler.file, options }, folder);
      const linked = ["-T", script, "-L", kernelFolder(), ...objects, "-I", headers, ...sources, ...modules];
      await run(compiler.file, [...options, ...linked, "-o", file], { cwd: folder });
      outputs.push(file);
    }
    return { kind: "built", files: outputs };
  } catch (error) {
    return blame(error, modules);
  }
}

function kernelOf({ folders }: ImageRecipe, { compiler }: FoundCompiler) {
  const sources = kernelFolder();
  const own = folders.map((folder) => path.join(sources, folder));
  return {
    folders: [...portableRooms(sources), ...own],
    options: [...compiler.options, ...general, "-I", sources],
    script: path.join(own.at(-1) ?? sources, "link.ld"),
  };
}

/** What all boards have; the files of one alone lie in folders of `boards`. */
function portableRooms(sources: string): readonly string[] {
  const rooms = readdirSync(sources, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return rooms.map(({ name }) => path.join(sources, name)).sort();
}

/** In a clone the sources themselves, in a package a copy of them. */
function kernelFolder(): string {
  const sources = path.join(packageFolder(), "src", "kernel");
  return existsSync(sources) ? sources : path.join(packageFolder(), "dist", "kernel");
}

/** Headers, and sources, which it names. */
function writeGenerated(folder: string, files: readonly OutputFile[]): readonly string[] {
  mkdirSync(folder);
  return files.flatMap(({ path: name, content }) => {
    const [room, file, ...deeper] = name.split("/");
    if (room !== "c" || file === undefined || deeper.length > 0) return [];
    const written = path.join(folder, file);
    writeFileSync(written, content);
    return written.endsWith(".c") ? [written] : [];
  });
}

/** The first complaint of compiler or linker, and whose it is. */
function blame(error: unknown, modules: readonly string[]): Images {
  const text = error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const first =
    lines.find((line) => /\b(error|undefined reference|undefined symbol)\b/i.test(line)) ?? lines[0] ?? "it failed";
  const module = modules.find((each) => lines.some((line) => line.includes(each))) ?? null;
  return { kind: "broken", module, text: first.replace(/^.*?(fatal error|error): /, "") };
}
