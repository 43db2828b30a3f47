import type { OutputFile } from "../../source/output-file.ts";
import { hashOf } from "./hash.ts";
import { type Manifest, manifestName, printManifest } from "./manifest.ts";

/** In the time zone of whoever asks: zips have no other, so the same is written everywhere. */
const never = new Date(1980, 0, 1, 12);

/** The same bytes for the same files, whenever and wherever it is made. */
export async function writeBundle(
  facts: Omit<Manifest, "format" | "version" | "files">,
  files: readonly OutputFile[],
): Promise<Uint8Array> {
  const { strToU8, zipSync } = await import("fflate");
  const sorted = [...files].sort((one, other) => (one.path < other.path ? -1 : 1));
  const hashes = Object.fromEntries(sorted.map(({ path, content }) => [path, hashOf(content)]));
  const manifest = printManifest({ format: "skerry-bundle", version: 1, ...facts, files: hashes });
  const entries = [{ path: manifestName, content: manifest }, ...sorted].map(
    ({ path, content }) => [path, typeof content === "string" ? strToU8(content) : content] as const,
  );
  return zipSync(Object.fromEntries(entries), { mtime: never, level: 6 });
}
