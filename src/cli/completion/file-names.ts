import { type Dirent, readdirSync, statSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";

export interface FileNames {
  /** As they are written: with the folder that the beginning names. */
  readonly files: readonly string[];
  /** With `/` at the end. */
  readonly folders: readonly string[];
}

/** Files with one of these endings that a beginning may become, and folders; null endings: folders alone, none: all files. */
export function listFileNames(workingFolder: string, partial: string, endings: readonly string[] | null): FileNames {
  const cut = partial.lastIndexOf("/") + 1;
  const [folder, start] = [partial.slice(0, cut), partial.slice(cut)];
  const place = path.resolve(workingFolder, folder.replace(/^~(?=\/)/, homedir()));
  const entries = entriesOf(place).filter(({ name }) => name.startsWith(start) && (start !== "" || name[0] !== "."));
  const isFolder = (entry: Dirent) => entry.isDirectory() || (entry.isSymbolicLink() && leadsToFolder(place, entry));
  const fits = ({ name }: Dirent) => endings?.length === 0 || endings?.some((ending) => name.endsWith(ending)) === true;
  return {
    files: entries.filter((entry) => !isFolder(entry) && fits(entry)).map(({ name }) => folder + name),
    folders: entries.filter(isFolder).map(({ name }) => `${folder}${name}/`),
  };
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}

function leadsToFolder(folder: string, { name }: Dirent): boolean {
  try {
    return statSync(path.join(folder, name)).isDirectory();
  } catch {
    return false;
  }
}
