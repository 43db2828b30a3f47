import path from "node:path";
import { bundleDiagnostics } from "../../diagnostics/catalogue/bundles.ts";
import { type Diagnostic, type DiagnosticKind, diagnose } from "../../diagnostics/diagnostic.ts";
import { type Entry, findEntryFault } from "./entry-faults.ts";
import { hashOf } from "./hash.ts";
import { type Manifest, manifestName, parseManifest } from "./manifest.ts";

export interface Bundle {
  readonly kind: "bundle";
  readonly manifest: Manifest;
  /** All but the manifest. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

export interface FaultyBundle {
  readonly kind: "faulty";
  readonly diagnostic: Diagnostic;
}

const known = /^(skerry-bundle\.json|(sources|prelude|build)\/.+)$/;

/** What is in a bundle, once its names, sizes and hashes were found to be those of one; `shown` names it for the reader. */
export async function readBundle(bytes: Uint8Array, shown: string): Promise<Bundle | FaultyBundle> {
  const { unzipSync } = await import("fflate");
  const unreadable = (reason: string): FaultyBundle =>
    faulty(shown, bundleDiagnostics.bundleUnreadable, { file: shown, reason });
  const entries: Entry[] = [];
  try {
    // Nothing is unpacked before all names and sizes are known.
    unzipSync(bytes, { filter: ({ name, originalSize }) => entries.push({ name, bytes: originalSize }) < 0 });
  } catch {
    return unreadable("it is not a zip, or not a whole one");
  }
  const fault = findEntryFault(entries, known);
  if (fault !== null) return faulty(shown, bundleDiagnostics.bundleHostile, { file: shown, ...fault });
  if (!entries.some(({ name }) => name === manifestName)) return unreadable(`it has no ${manifestName}`);
  try {
    return judge(new Map(Object.entries(unzipSync(bytes))), shown, unreadable);
  } catch {
    return unreadable("its files are damaged");
  }
}

function judge(
  all: Map<string, Uint8Array>,
  shown: string,
  unreadable: (reason: string) => FaultyBundle,
): Bundle | FaultyBundle {
  const manifest = parseManifest(new TextDecoder().decode(all.get(manifestName)));
  if (manifest === null) return unreadable(`its ${manifestName} is none`);
  all.delete(manifestName);
  const [first, ...others] = [...missing(manifest, all), ...changed(manifest, all)];
  if (first !== undefined)
    return faulty(shown, bundleDiagnostics.bundleChanged, { file: shown, ...first, others: others.length });
  const stray = manifest.roots.find((root) => !hasDescription(manifest.folder, root, all));
  if (stray !== undefined) return unreadable(`it is said to describe ${JSON.stringify(stray)}, which is not in it`);
  return { kind: "bundle", manifest, files: all };
}

/** A list can say anything: what is compiled lies among the sources, and nowhere else on the disk. */
function hasDescription(folder: string, root: string, all: ReadonlyMap<string, Uint8Array>): boolean {
  const file = path.posix.join(folder, root);
  return !path.isAbsolute(folder) && !path.isAbsolute(root) && all.has(`sources/${file}`);
}

interface Change {
  readonly entry: string;
  readonly reason: string;
}

function missing({ files }: Manifest, all: ReadonlyMap<string, Uint8Array>): readonly Change[] {
  return Object.keys(files)
    .filter((entry) => !all.has(entry))
    .map((entry) => ({ entry, reason: "is gone" }));
}

function changed({ files }: Manifest, all: ReadonlyMap<string, Uint8Array>): readonly Change[] {
  return [...all].flatMap(([entry, content]) => {
    const expected = Object.hasOwn(files, entry) ? files[entry] : undefined;
    if (expected === undefined) return [{ entry, reason: "was added" }];
    return hashOf(content) === expected ? [] : [{ entry, reason: "is another" }];
  });
}

function faulty<Facts>(file: string, kind: DiagnosticKind<Facts>, facts: Facts): FaultyBundle {
  const span = { source: { path: file, text: "" }, start: 0, end: 0 };
  return { kind: "faulty", diagnostic: diagnose(kind, span, facts) };
}
