/** What zips say of themselves before anything is unpacked. */
export interface Entry {
  readonly name: string;
  /** Bytes, as the zip claims. */
  readonly bytes: number;
}

export interface EntryFault {
  readonly entry: string;
  /** Goes on behind "its entry …". */
  readonly reason: string;
}

const mebibyte = 2 ** 20;
const longestFile = 256 * mebibyte;
const longestBundle = 512 * mebibyte;
const mostEntries = 100_000;

/** The first entry that would do harm if it were unpacked; null where all are harmless. */
export function findEntryFault(entries: readonly Entry[], known: RegExp): EntryFault | null {
  if (entries.length > mostEntries) return { entry: entries[mostEntries]?.name ?? "", reason: "is one too many" };
  const seen = new Set<string>();
  let bytes = 0;
  for (const entry of entries) {
    bytes += entry.bytes;
    const reason = faultOfName(entry.name, known) ?? faultOfSize(entry.bytes, bytes) ?? faultAmong(entry.name, seen);
    if (reason !== null) return { entry: entry.name.slice(0, 200), reason };
    seen.add(entry.name.toLowerCase());
  }
  const folders = new Set(entries.flatMap(({ name }) => foldersOf(name.toLowerCase())));
  const both = entries.find(({ name }) => folders.has(name.toLowerCase()));
  return both === undefined ? null : { entry: both.name, reason: "is a file and a folder" };
}

function faultOfName(name: string, known: RegExp): string | null {
  const parts = name.split("/");
  if (name.startsWith("/") || /^[a-z]:/i.test(name) || parts.includes("..")) return "leads out of its folder";
  if (/[\\\0-\x1f\x7f]/.test(name) || parts.includes(".") || parts.includes("")) return "has no proper name";
  return known.test(name) ? null : "lies where nothing is expected";
}

function faultOfSize(bytes: number, all: number): string | null {
  if (bytes > longestFile) return `would be larger than ${longestFile / mebibyte} MiB`;
  return all > longestBundle ? `is the one with which they would be larger than ${longestBundle / mebibyte} MiB` : null;
}

/** Disks that do not tell small letters from capitals would overwrite the one by the other. */
function faultAmong(name: string, seen: ReadonlySet<string>): string | null {
  return seen.has(name.toLowerCase()) ? "is there twice" : null;
}

function foldersOf(name: string): readonly string[] {
  const parts = name.split("/").slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}
