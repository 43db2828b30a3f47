/**
 * Linux's view of a machine as a tree of small texts. Paths are relative to the root folder and `/`-separated
 * (`sys/devices/system/cpu/online`), so that a recorded tree of another machine reads like the live one.
 */
export interface SysfsTree {
  /** The text of a file, or null when there is none or it can't be read. */
  read(path: string): string | null;
  /** The names in a folder in any order; empty when there is no such folder. */
  list(path: string): readonly string[];
}
