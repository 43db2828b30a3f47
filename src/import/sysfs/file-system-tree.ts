import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { SysfsTree } from "./tree.ts";

/** The tree below a folder of this computer: `/` for itself, or a copy of another machine's sys and proc. */
export function fileSystemTree(root: string): SysfsTree {
  return {
    read: (path) => orNull(() => readFileSync(join(root, path), "utf8")),
    list: (path) => orNull(() => readdirSync(join(root, path))) ?? [],
  };
}

/** Files of /sys come and go, and some refuse to be read: all of that means "not told". */
function orNull<Value>(read: () => Value): Value | null {
  try {
    return read();
  } catch {
    return null;
  }
}
