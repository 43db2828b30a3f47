/** `skerry-bundle.json`: what is in a bundle. */
export const manifestName = "skerry-bundle.json";

export interface Manifest {
  readonly format: "skerry-bundle";
  readonly version: 1;
  /** The release of Skerry that made it. */
  readonly skerry: string;
  /** Of the system; else the machine. */
  readonly name: string;
  /** Null where the description has one system, or none. */
  readonly system: string | null;
  /** Folder of the description in `sources`; empty where that is it. */
  readonly folder: string;
  /** The descriptions that were named, relative to the folder. */
  readonly roots: readonly string[];
  /** SHA-256 by path, for every file but this one. */
  readonly files: Readonly<Record<string, string>>;
}

export function printManifest(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** Null for what is none. */
export function parseManifest(text: string): Manifest | null {
  const json = parseJson(text);
  if (!isRecord(json) || json["format"] !== "skerry-bundle" || json["version"] !== 1) return null;
  const { skerry, name, system, folder, roots, files } = json;
  if (typeof skerry !== "string" || typeof name !== "string" || typeof folder !== "string") return null;
  if (system !== null && typeof system !== "string") return null;
  if (!isTexts(roots) || roots.length === 0 || !isRecord(files) || !isTexts(Object.values(files))) return null;
  const hashes = Object.fromEntries(Object.entries(files).map(([file, hash]) => [file, String(hash)]));
  return { format: "skerry-bundle", version: 1, skerry, name, system, folder, roots, files: hashes };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}
