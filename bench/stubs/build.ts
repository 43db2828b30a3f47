/** Makes what the bench runs: Skerry's code from messages.skerry, and bundles of the contenders with it. */
import { readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { type BuildOptions, build } from "esbuild";
import { emit } from "../../src/emit/emit.ts";
import { createCompiler } from "../../src/pipeline.ts";

/** Compiles messages.skerry into a folder. */
export async function compileMessages(root: string, folder: string): Promise<void> {
  const text = readFileSync(path.join(root, "bench/stubs/messages.skerry"), "utf8");
  const { product, diagnostics } = createCompiler({ read: () => ({ kind: "text", text }) }).compile([
    "messages.skerry",
  ]);
  if (product.plan === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  await mkdir(path.join(folder, "c"), { recursive: true });
  for (const { path: name, content } of await emit(product.plan, { modulesFolder: ".", inPlace: true, c: true })) {
    if (/\.(ts|h)$/.test(name)) await writeFile(path.join(folder, name), content);
  }
}

/** What bundles of the bench have in common. `folder` holds the compiled messages. */
export function bundleOptions(root: string, folder: string): BuildOptions {
  return {
    absWorkingDir: root,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    alias: {
      "skerry/runtime": path.join(root, "src/runtime/index.ts"),
      "~messages": path.join(folder, "messages.ts"),
      "~messages-in-place": path.join(folder, "messages-in-place.ts"),
    },
    logLevel: "warning",
  };
}

/** A bundle as text. */
export async function bundle(options: BuildOptions): Promise<string> {
  const { outputFiles } = await build({ ...options, write: false, metafile: false });
  return outputFiles?.[0]?.text ?? "";
}
