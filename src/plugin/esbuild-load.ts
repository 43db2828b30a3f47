/** esbuild shows lines of code and notes itself, when it is told them. */

import path from "node:path";
import type { OnLoadResult, PartialMessage, PluginBuild } from "esbuild";
import { type Fault, faultsOf, type Remark } from "./faults.ts";
import { mapComment } from "./print-javascript.ts";
import type { Project } from "./project.ts";
import { SaidOnce } from "./said-once.ts";

export function setUpEsbuild(build: PluginBuild, project: Project): void {
  const said = new SaidOnce();
  build.onStart(() => said.forget());
  build.onLoad({ filter: /\.skerry$/, namespace: "file" }, ({ path: file }) => loadForEsbuild(file, project, said));
}

/** The description at an absolute path as a module. */
export async function loadForEsbuild(file: string, project: Project, said: SaidOnce): Promise<OnLoadResult> {
  const loaded = await project.load(file);
  const faults = said.sift(file, faultsOf(file, loaded, project), project);
  const { code, map } = loaded;
  return {
    errors: faults.filter(({ isError }) => isError).map(messageOf),
    warnings: faults.filter(({ isError }) => !isError).map(messageOf),
    watchFiles: [...loaded.files],
    ...(code === null || map === null
      ? {}
      : { contents: code + mapComment(map), loader: "js", resolveDir: path.dirname(file) }),
  };
}

function messageOf(fault: Fault): PartialMessage {
  const related = fault.related.map((other) => ({ text: other.headline, location: locationOf(other) }));
  const help = fault.help.map((text) => ({ text: `help: ${text}` }));
  return { text: fault.headline, detail: fault.text, location: locationOf(fault), notes: [...related, ...help] };
}

/** Columns and lengths are counted in bytes of UTF-8. */
function locationOf({ file, line, column, lineText, length }: Remark): NonNullable<PartialMessage["location"]> {
  const before = lineText.slice(0, column - 1);
  const marked = lineText.slice(column - 1, column - 1 + length);
  const bytes = { column: Buffer.byteLength(before), length: Buffer.byteLength(marked) };
  return { file, namespace: "file", line, lineText, ...bytes };
}
