/**
 * Writes what the compiler made. A reader never finds half of it: everything is written beside the folder first, then
 * moved to its place file by file, each move atomic; files that did not change are left alone. A list in the folder
 * says which files are Skerry's, so that those that are no longer made can go and nobody else's is touched.
 */
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { makeFolder } from "../files/make-folder.ts";
import { writeFault } from "../files/read-text.ts";
import type { OutputFile } from "../source/output-file.ts";
import { type Refusal, refuseCall, refuseLacking } from "./refusal.ts";

/** One path a line, sorted. */
export const listName = ".skerry-files";

export interface Written {
  readonly kind: "written";
  /** Paths relative to the folder, sorted. */
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
  readonly removed: readonly string[];
}

/** Makes `folder` hold `files`. Without `force`, refuses to replace anything that Skerry did not write. */
export function writeOutput(folder: string, files: readonly OutputFile[], force: boolean): Written | Refusal {
  try {
    const refusal = force ? null : refuseForeign(folder, files);
    return refusal ?? replaceFiles(folder, files);
  } catch (error) {
    return refuseLacking(`${folder} cannot be written: ${writeFault(error)}`, "Name a folder that you may write to.");
  }
}

function refuseForeign(folder: string, files: readonly OutputFile[]): Refusal | null {
  if (!existsSync(folder) || readdirSync(folder).length === 0) return null;
  const own = listedFiles(folder);
  if (own === null) {
    return refuseCall(
      `${folder} is not empty and was not written by Skerry`,
      "Name another folder, or say --force to write into it.",
    );
  }
  const foreign = files.find(({ path: file }) => !own.has(file) && existsSync(path.join(folder, file)));
  if (foreign === undefined) return null;
  return refuseCall(
    `${path.join(folder, foreign.path)} was not written by Skerry`,
    "Move it away, or say --force to replace it.",
  );
}

function replaceFiles(folder: string, files: readonly OutputFile[]): Written {
  makeFolder(path.dirname(folder));
  const draft = mkdtempSync(path.join(path.dirname(folder), `.${path.basename(folder)}-`));
  try {
    const changed = files.filter((file) => !isSame(path.join(folder, file.path), file.content));
    const all = files.map((file) => file.path).sort();
    const list: OutputFile = { path: listName, content: `${all.join("\n")}\n` };
    for (const file of [...changed, list]) writeInto(draft, file);
    const kept = new Set(all);
    const removed = [...(listedFiles(folder) ?? [])].filter((file) => !kept.has(file)).sort();
    for (const file of [...changed, list]) moveInto(folder, draft, file);
    for (const file of removed) removeFrom(folder, file);
    const changedPaths = new Set(changed.map((file) => file.path));
    return {
      kind: "written",
      changed: [...changedPaths].sort(),
      unchanged: all.filter((file) => !changedPaths.has(file)),
      removed,
    };
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** What files held when this process last saw them: who builds again does not read what nobody has touched. */
const seen = new Map<string, { readonly content: OutputFile["content"]; readonly stamp: string }>();

function isSame(file: string, content: OutputFile["content"]): boolean {
  try {
    const stamp = stampOf(file);
    const before = seen.get(file);
    // Bytes may have been changed where they lie.
    if (before?.stamp === stamp && typeof content === "string") return before.content === content;
    if (!readFileSync(file).equals(Buffer.from(content))) return false;
    seen.set(file, { content, stamp });
    return true;
  } catch {
    return false;
  }
}

/** Another one as soon as somebody writes the file, or puts another in its place. A file that is moved keeps it. */
function stampOf(file: string): string {
  const { ino, size, mtimeNs } = statSync(file, { bigint: true });
  return `${ino} ${size} ${mtimeNs}`;
}

function writeInto(folder: string, { path: file, content }: OutputFile): void {
  const target = path.join(folder, file);
  makeFolder(path.dirname(target));
  writeFileSync(target, content);
}

function moveInto(folder: string, draft: string, { path: file, content }: OutputFile): void {
  const [source, target] = [path.join(draft, file), path.join(folder, file)];
  makeFolder(path.dirname(target));
  // Nobody else can have written it as long as it lies here.
  seen.set(target, { content, stamp: stampOf(source) });
  renameSync(source, target);
}

/** And the folders that are empty then. */
function removeFrom(folder: string, file: string): void {
  rmSync(path.join(folder, file), { force: true });
  for (let parent = path.dirname(file); parent !== "."; parent = path.dirname(parent)) {
    const emptied = path.join(folder, parent);
    if (!existsSync(emptied) || readdirSync(emptied).length > 0) return;
    rmdirSync(emptied);
  }
}

/** Null when the folder has no list. Lines that would lead out of the folder are not believed. */
function listedFiles(folder: string): ReadonlySet<string> | null {
  try {
    const lines = readFileSync(path.join(folder, listName), "utf8").split("\n");
    return new Set(lines.filter((line) => line !== "" && !path.isAbsolute(line) && !line.split("/").includes("..")));
  } catch {
    return null;
  }
}
