import { accessSync, constants } from "node:fs";
import path from "node:path";

/** The file of the first of these programs that the search path leads to; null when it leads to none. */
export function findProgram(names: readonly string[], searchPath: string = process.env["PATH"] ?? ""): string | null {
  const folders = searchPath.split(path.delimiter).filter((folder) => folder !== "");
  for (const name of names) {
    const found = folders.map((folder) => path.join(folder, name)).find(isProgram);
    if (found !== undefined) return found;
  }
  return null;
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
