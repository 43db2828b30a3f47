/** Kernels without programs, which the package ships: systems that have no programs in C need no compiler. */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { packageFolder } from "../../../files/installation.ts";
import { buildImages } from "./build-image.ts";
import { findCompiler, type ImageRecipe, listToolchains, type Toolchain } from "./toolchain.ts";

const shipped = path.join("dist", "kernel");

function fileOf({ name }: ImageRecipe, folder: string): string {
  return path.join(folder, `${name}.elf`);
}

/** Files of a board's kernels, that of the boot core first; null where any is missing. */
export function findPrebuilt(
  { images }: Toolchain,
  folder: string = path.join(packageFolder(), shipped),
): readonly string[] | null {
  const files = images.map((recipe) => fileOf(recipe, folder));
  return files.every((file) => existsSync(file)) ? files : null;
}

/** Makes those that there is a compiler for; names of the others. Throws where a kernel does not compile. */
export async function makePrebuilt(folder: string): Promise<readonly string[]> {
  const work = mkdtempSync(path.join(tmpdir(), "skerry-kernels-"));
  const missing: string[] = [];
  mkdirSync(folder, { recursive: true });
  try {
    for (const recipe of listToolchains().flatMap(({ images }) => images)) {
      const compiler = findCompiler(recipe);
      if (compiler === null) missing.push(recipe.name);
      else await makeOne(recipe, compiler, folder, path.join(work, recipe.name));
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return missing;
}

async function makeOne(
  recipe: ImageRecipe,
  compiler: NonNullable<ReturnType<typeof findCompiler>>,
  folder: string,
  work: string,
): Promise<void> {
  mkdirSync(work);
  const output = fileOf(recipe, folder);
  const made = await buildImages({ images: [{ recipe, compiler }], modules: [], files: [], folder: work, output });
  if (made.kind === "broken") throw new Error(`the kernel ${recipe.name} does not compile: ${made.text}`);
}
