/** A description's files on the disk, as its compiler calls them, and whether they read as they did. */
import path from "node:path";
import { preludeFolder } from "../files/installation.ts";
import { readText } from "../files/read-text.ts";
import type { ReadResult, SourceHost } from "../source/source-host.ts";

const prelude = "prelude/";

/** Where a file lies that is called `name` relative to `folder`. */
export function locate(name: string, folder: string): string {
  if (name.startsWith(prelude)) return path.join(preludeFolder(), name.slice(prelude.length));
  return path.resolve(folder, name);
}

export class Reading implements SourceHost {
  readonly #folder: string;
  readonly #read = new Map<string, ReadResult>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  read(name: string): ReadResult {
    const result = this.#read.get(name) ?? readText(locate(name, this.#folder));
    this.#read.set(name, result);
    return result;
  }

  /** As it was read; empty when it could not be. */
  textOf(name: string): string {
    const result = this.#read.get(name);
    return result?.kind === "text" ? result.text : "";
  }

  /** From now on everything is read anew. */
  forget(): void {
    this.#read.clear();
  }

  /** Whether everything that was read would read the same now. */
  isFresh(): boolean {
    return [...this.#read].every(([name, result]) => isSame(result, readText(locate(name, this.#folder))));
  }

  /** All that was read and is no part of Skerry, missing ones included; absolute. */
  files(): readonly string[] {
    return [...this.#read.keys()].filter((name) => !name.startsWith(prelude)).map((name) => locate(name, this.#folder));
  }
}

function isSame(before: ReadResult, now: ReadResult): boolean {
  if (before.kind === "text") return now.kind === "text" && now.text === before.text;
  if (before.kind === "notText") return now.kind === "notText" && now.reason === before.reason;
  return now.kind === "missing";
}
