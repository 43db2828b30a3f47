/** What files hold: an editor's buffer where one is open, else the disk. */
import { readdirSync } from "node:fs";
import path from "node:path";
import { preludeFolder } from "../files/installation.ts";
import { readText } from "../files/read-text.ts";
import type { ReadResult } from "../source/source-host.ts";

const extension = ".skerry";

export class Texts {
  /** By absolute path. */
  readonly #open = new Map<string, string>();
  /** What was read of the disk; until somebody says that it has changed. */
  readonly #read = new Map<string, ReadResult>();
  readonly #listed = new Map<string, readonly string[]>();

  /** Another one whenever any text may have changed. */
  revision = 0;

  open(file: string, text: string): void {
    this.revision += 1;
    this.#open.set(file, text);
  }

  close(file: string): void {
    this.#open.delete(file);
    this.forget();
  }

  /** The disk has changed. */
  forget(): void {
    this.revision += 1;
    this.#read.clear();
    this.#listed.clear();
  }

  read(file: string): ReadResult {
    const text = this.#open.get(file);
    if (text !== undefined) return { kind: "text", text };
    const known = this.#read.get(file) ?? readText(file);
    this.#read.set(file, known);
    return known;
  }

  /** Absolute paths of the descriptions in a folder, those that are only open too. */
  descriptionsIn(folder: string): readonly string[] {
    const onDisk = this.#listed.get(folder) ?? namesIn(folder).map((name) => path.join(folder, name));
    this.#listed.set(folder, onDisk);
    const open = [...this.#open.keys()].filter((file) => path.dirname(file) === folder);
    return [...new Set([...onDisk, ...open])].sort();
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith(extension) && name !== extension);
  } catch {
    return [];
  }
}

/** The file that the compiler means by a path, seen from the folder of a description. */
export function fileBehind(name: string, folder: string): string {
  if (name.startsWith("prelude/")) return path.join(preludeFolder(), name.slice("prelude/".length));
  return path.resolve(folder, name);
}
