import { existsSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { makeFolder } from "../files/make-folder.ts";
import { writeFault } from "../files/read-text.ts";
import { type Refusal, refuseLacking } from "./refusal.ts";

/**
 * Replaces a file at once, so that no reader sees half of it; `shown` names it in a refusal. Null when done. What is no
 * plain file, such as a pipe or /dev/stdout, is written into and stays what it is, and a link stays a link.
 */
export function writeFile(file: string, content: string | Uint8Array, shown: string): Refusal | null {
  try {
    if (isPlain(file)) replace(existsSync(file) ? realpathSync(file) : file, content);
    else writeFileSync(file, content);
    return null;
  } catch (error) {
    return refuseLacking(`${shown} cannot be written: ${writeFault(error)}`, "Name a place that you may write to.");
  }
}

/** Or is not there yet. */
function isPlain(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? true;
}

function replace(file: string, content: string | Uint8Array): void {
  const draft = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}`);
  makeFolder(path.dirname(file));
  try {
    writeFileSync(draft, content);
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
