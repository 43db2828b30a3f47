/** From the FILE arguments of a command to what the compiler reads. */
import { readdirSync, type Stats, statSync } from "node:fs";
import path from "node:path";
import { closestName } from "../algorithms/closest-name.ts";
import { preludeFolder } from "../files/installation.ts";
import { readText } from "../files/read-text.ts";
import type { SourceHost } from "../source/source-host.ts";
import { isBundle } from "./bundle/is-bundle.ts";
import { type Refusal, refuseCall } from "./refusal.ts";

const extension = ".skerry";
const standardInput = "-";
const standardInputPath = "stdin.skerry";

export interface DescriptionFiles {
  readonly kind: "found";
  /** Absolute; paths in the description are relative to it. */
  readonly folder: string;
  /** As the compiler names them: relative to the folder, `/`-separated, sorted. */
  readonly roots: readonly string[];
  readonly host: SourceHost;
  /** Where a file lies, absolute. */
  readonly locate: (path: string) => string;
  /** Names a file for the reader: relative to where the command was called. */
  readonly showPath: (path: string) => string;
}

/** A folder means all its descriptions; `-` means standard input; the extension may be left out. */
export function findDescription(files: readonly string[], workingFolder: string): DescriptionFiles | Refusal {
  const found: string[] = [];
  for (const file of files) {
    const expanded = expand(file, workingFolder);
    if ("kind" in expanded) return expanded;
    found.push(...expanded);
  }
  const absolute = [...new Set(found)].sort();
  const folder = commonFolder(absolute, workingFolder);
  return {
    kind: "found",
    folder,
    roots: absolute.map((file) => (file === standardInput ? standardInputPath : slashed(path.relative(folder, file)))),
    host: fileHost(folder, absolute.includes(standardInput)),
    locate: (file) => fileBehind(file, folder),
    showPath: (file) => showPath(file, folder, workingFolder),
  };
}

/** The description in the working folder, for commands called without a FILE. */
export function findDescriptionHere(workingFolder: string): DescriptionFiles | Refusal {
  if (descriptionsIn(workingFolder).length > 0) return findDescription(["."], workingFolder);
  return refuseCall(
    "no description is named, and none lies in the current folder",
    "Name a .skerry file or its folder.",
  );
}

/** Reads relative to `folder`; `prelude/…` from the installation. */
function fileHost(folder: string, readsStandardInput: boolean): SourceHost {
  return {
    read: (file) => {
      if (readsStandardInput && file === standardInputPath) return readText(0);
      return readText(fileBehind(file, folder));
    },
  };
}

function fileBehind(file: string, folder: string): string {
  if (file.startsWith("prelude/")) return path.join(preludeFolder(), file.slice("prelude/".length));
  return path.resolve(folder, file);
}

function showPath(file: string, folder: string, workingFolder: string): string {
  if (file.startsWith("prelude/")) return file;
  if (file === standardInputPath) return "<stdin>";
  const absolute = path.resolve(folder, file);
  const relative = path.relative(workingFolder, absolute);
  return slashed(relative.startsWith("..") && relative.length > absolute.length ? absolute : relative);
}

/** The same for a place in a plan, `file:line:column`. */
export function showPlace(at: string, files: DescriptionFiles): string {
  const colon = at.search(/:\d+:\d+$/);
  return colon === -1 ? at : files.showPath(at.slice(0, colon)) + at.slice(colon);
}

function expand(file: string, workingFolder: string): readonly string[] | Refusal {
  if (file === standardInput) return [standardInput];
  if (file === "") return refuseCall("the name of a file is empty", "Name a .skerry file or its folder.");
  const absolute = path.resolve(workingFolder, file);
  const facts = factsOf(absolute);
  if (facts === null) return expandMissing(file, absolute);
  if (!facts.isDirectory()) return isBundle(file) ? refuseBundle(file) : [absolute];
  const inside = descriptionsIn(absolute);
  if (inside.length > 0) return inside.map((name) => path.join(absolute, name));
  return refuseCall(
    `the folder ${file} holds no ${extension} files`,
    "Name a .skerry file, or a folder with some in it.",
  );
}

function refuseBundle(file: string): Refusal {
  return refuseCall(
    `${file} is a bundle, and no description`,
    "`skerry boot` and `skerry diff` take bundles. For all else unzip it: descriptions lie in its `sources`, the plan is `build/plan.json`.",
  );
}

function expandMissing(file: string, absolute: string): readonly string[] | Refusal {
  if (factsOf(absolute + extension)?.isFile()) return [absolute + extension];
  const near = closestName(path.basename(absolute), namesIn(path.dirname(absolute)));
  const advice =
    near === null ? "Name a .skerry file or its folder." : `Did you mean ${path.join(path.dirname(file), near)}?`;
  return refuseCall(`there is no ${file}`, advice);
}

function descriptionsIn(folder: string): readonly string[] {
  return namesIn(folder)
    .filter((name) => name.endsWith(extension) && name !== extension)
    .filter((name) => factsOf(path.join(folder, name))?.isFile())
    .sort();
}

function factsOf(file: string): Stats | null {
  try {
    return statSync(file);
  } catch {
    return null;
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** The deepest folder that holds all files, so that names do not depend on the order of the arguments. */
function commonFolder(files: readonly string[], workingFolder: string): string {
  const folders = files.map((file) => (file === standardInput ? workingFolder : path.dirname(file)));
  return folders.reduce((common, folder) => {
    let shared = common;
    while (path.relative(shared, folder).startsWith("..")) shared = path.dirname(shared);
    return shared;
  }, folders[0] ?? workingFolder);
}

function slashed(file: string): string {
  return file.split(path.sep).join("/");
}
