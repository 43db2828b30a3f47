/** Where this installation of Skerry keeps what it ships. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { invariant } from "../diagnostics/invariant.ts";

/** The package's own folder, whether this runs from `dist`, a chunk of it, or the sources. */
export function packageFolder(): string {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(folder, "package.json"))) {
    const parent = path.dirname(folder);
    invariant(parent !== folder, "the package.json of Skerry itself is missing");
    folder = parent;
  }
  return folder;
}

export function preludeFolder(): string {
  return path.join(packageFolder(), "dsl", "prelude");
}

export function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(path.join(packageFolder(), "package.json"), "utf8"));
  invariant(typeof manifest === "object" && manifest !== null && "version" in manifest, "package.json has no version");
  return String(manifest.version);
}
