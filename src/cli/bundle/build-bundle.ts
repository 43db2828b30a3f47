import path from "node:path";
import type { EmitOptions } from "../../emit/emit.ts";
import { version } from "../../files/installation.ts";
import type { Compiled } from "../compile-files.ts";
import type { Refusal } from "../refusal.ts";
import { writeFile } from "../write-file.ts";
import { collectSources } from "./collect-sources.ts";
import { writeBundle } from "./write-bundle.ts";

/** Writes sources and all that is made of them as one file; null when done. */
export async function buildBundle(
  compiled: Compiled,
  system: string | null,
  options: Omit<EmitOptions, "modulesFolder">,
  { file, shown }: { readonly file: string; readonly shown: string },
): Promise<Refusal | null> {
  const { emit } = await import("../../emit/emit.ts");
  const sources = await collectSources(compiled);
  const inside = path.posix.join("sources", sources.folder);
  const built = await emit(compiled.plan, { ...options, modulesFolder: `../${inside}`.replace(/\/$/, "") });
  const bytes = await writeBundle(
    {
      ...{ skerry: version(), name: compiled.plan.name, system },
      ...{ folder: sources.folder, roots: compiled.files.roots },
    },
    [
      ...sources.files.map((each) => ({ ...each, path: `sources/${each.path}` })),
      ...sources.prelude,
      ...built.map((each) => ({ ...each, path: `build/${each.path}` })),
    ],
  );
  return writeFile(file, bytes, shown);
}
