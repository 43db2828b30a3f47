import { type FSWatcher, watch } from "node:fs";

/** Wakes somebody when something happens in the folders it follows. */
export interface FolderWatch {
  /** From now on these and no others. */
  readonly follow: (folders: readonly string[]) => void;
  readonly close: () => void;
}

/**
 * Folders, not files: editors put a new file in the place of the old one, and a file that is missing cannot be watched.
 * A folder that cannot be watched (too many watches, a file system of another machine) is passed over: whoever waits has
 * to look by himself now and then.
 */
export function createFolderWatch(wake: () => void): FolderWatch {
  const watchers = new Map<string, FSWatcher>();

  function drop(folder: string): void {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  }

  function add(folder: string): void {
    try {
      const watcher = watch(folder, wake);
      watcher.on("error", () => drop(folder));
      watchers.set(folder, watcher);
    } catch {}
  }

  return {
    follow: (folders) => {
      for (const folder of [...watchers.keys()]) if (!folders.includes(folder)) drop(folder);
      for (const folder of folders) if (!watchers.has(folder)) add(folder);
    },
    close: () => {
      for (const folder of [...watchers.keys()]) drop(folder);
    },
  };
}
