import { readFileSync } from "node:fs";
import type { ReadResult, SourceHost } from "../../src/source/source-host.ts";

const repository = new URL("../../", import.meta.url);

/** Reads an example's files, and the prelude, from the repository. */
export function exampleHost(name: string): SourceHost {
  return { read: (path) => read(path.startsWith("prelude/") ? `dsl/${path}` : `examples/${name}/${path}`) };
}

/** Reads texts by path, and the prelude from the repository. */
export function textHost(texts: Readonly<Record<string, string>>): SourceHost {
  return {
    read: (path) => {
      const text = texts[path];
      if (text !== undefined) return { kind: "text", text };
      return path.startsWith("prelude/") ? read(`dsl/${path}`) : { kind: "missing" };
    },
  };
}

function read(path: string): ReadResult {
  try {
    return { kind: "text", text: readFileSync(new URL(path, repository), "utf8") };
  } catch {
    return { kind: "missing" };
  }
}
