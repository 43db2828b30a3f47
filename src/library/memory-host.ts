import type { ReadResult, SourceHost } from "../source/source-host.ts";
import { preludeTexts } from "./prelude-texts.ts";

const prelude = /^prelude\/(\w+)\.skerry$/;

/** Texts by path, and the standard parts beneath `prelude/`, which no text of the caller takes the place of. */
export function memoryHost(files: Readonly<Record<string, string>>): SourceHost {
  const texts = new Map(Object.entries(files));
  return {
    read: (path): ReadResult => {
      const text = standardPart(path) ?? texts.get(path);
      return text === undefined ? { kind: "missing" } : { kind: "text", text };
    },
  };
}

function standardPart(path: string): string | undefined {
  const name = prelude.exec(path)?.[1];
  return name !== undefined && Object.hasOwn(preludeTexts, name) ? preludeTexts[name] : undefined;
}
