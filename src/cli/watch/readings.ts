/** What a round of a watch has read, to be held against what would be read now. */
import { existsSync } from "node:fs";
import path from "node:path";
import { type Compiler, createCompiler } from "../../pipeline.ts";
import type { ReadResult } from "../../source/source-host.ts";
import type { DescriptionFiles } from "../description-files.ts";
import type { Refusal } from "../refusal.ts";

/** The files that are meant, found anew; files may have come and gone. */
export type FindFiles = () => DescriptionFiles | Refusal;

export class Readings {
  readonly #find: FindFiles;
  #compiler: Compiler | null = null;
  #files: DescriptionFiles | null = null;
  /** By path as the compiler names it. */
  readonly #read = new Map<string, ReadResult>();

  constructor(find: FindFiles) {
    this.#find = find;
  }

  /** For the next round: one that remembers, as long as paths mean the same. */
  readonly compilerFor = (files: DescriptionFiles): Compiler => {
    if (this.#compiler === null || files.folder !== this.#files?.folder) {
      this.#compiler = createCompiler({ read: (file) => this.#readAndNote(file) });
    }
    this.#files = files;
    this.#read.clear();
    return this.#compiler;
  };

  #readAndNote(file: string): ReadResult {
    const result = this.#read.get(file) ?? this.#files?.host.read(file) ?? { kind: "missing" };
    this.#read.set(file, result);
    return result;
  }

  get count(): number {
    return this.#read.size;
  }

  /** The files, as the reader knows them, that are not what the last round has read; new ones and gone ones too. */
  changed(): readonly string[] {
    const before = this.#files;
    const now = this.#find();
    if (before === null || now.kind === "refused") return before === null ? [] : before.roots.map(before.showPath);
    if (now.folder !== before.folder) return now.roots.map(now.showPath);
    const differing = [...this.#read].filter(([file, result]) => !isSame(result, now.host.read(file)));
    const come = now.roots.filter((file) => !before.roots.includes(file));
    const gone = before.roots.filter((file) => !now.roots.includes(file));
    return [...new Set([...differing.map(([file]) => file), ...come, ...gone])].sort().map(now.showPath);
  }

  /** The folders in which something has to happen before anything reads otherwise. */
  folders(): readonly string[] {
    const files = this.#files;
    if (files === null) return [];
    const folders = [...this.#read.keys()].map((file) => nearestFolder(path.dirname(files.locate(file))));
    return [...new Set([files.folder, ...folders])];
  }
}

function isSame(before: ReadResult, now: ReadResult): boolean {
  if (before.kind === "text") return now.kind === "text" && now.text === before.text;
  if (before.kind === "notText") return now.kind === "notText" && now.reason === before.reason;
  return now.kind === "missing";
}

/** What is used may lie where no folder is yet. */
function nearestFolder(folder: string): string {
  let near = folder;
  while (!existsSync(near) && path.dirname(near) !== near) near = path.dirname(near);
  return near;
}
