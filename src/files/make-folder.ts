import { mkdirSync, statSync } from "node:fs";
import path from "node:path";

/**
 * Makes a folder and those it lies in, where they are not there. Throws the system's error. Node's own way to do so
 * never ends below folders that take none, such as /proc.
 */
export function makeFolder(folder: string): void {
  if (isFolder(folder)) return;
  const parent = path.dirname(folder);
  if (parent !== folder) makeFolder(parent);
  try {
    mkdirSync(folder);
  } catch (error) {
    // Somebody else may have made it by now.
    if (!isFolder(folder)) throw error;
  }
}

function isFolder(folder: string): boolean {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
}
