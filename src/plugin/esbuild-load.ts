/** esbuild shows lines of code and notes itself, when it is told them. */

import path from "node:path";
import type { OnLoadResult, PartialMessage, PluginBuild } from "esbuild";
import { type Fault, faultsOf, type Remark } from "./faults.ts";
import type { Project } from "./project.ts";

export function setUpEsbuild(build: PluginBuild, project: Project): void {
  build.onLoad({ filter: /\.skerry$/, namespace: "file" }, async ({ path: file }): Promise<OnLoadResult> => {
    const loaded = await project.load(file);
    const faults = faultsOf(file, loaded, project);
    return {
      errors: faults.filter(({ isError }) => isError).map(messageOf),
      warnings: faults.filter(({ isError }) => !isError).map(messageOf),
      watchFiles: [...loaded.files],
      ...(loaded.code === null ? {} : { contents: loaded.code, loader: "js", resolveDir: path.dirname(file) }),
    };
  });
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
