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

/** The code and the style of the page of `skerry view`, as `scripts/bundle.js` makes them. */
export function readPageAssets(): { readonly script: string; readonly style: string } {
  const read = (name: string): string => readFileSync(path.join(packageFolder(), "dist", "view", name), "utf8");
  return { script: read("page.js"), style: read("style.css") };
}

export function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(path.join(packageFolder(), "package.json"), "utf8"));
  invariant(typeof manifest === "object" && manifest !== null && "version" in manifest, "package.json has no version");
  return String(manifest.version);
}
