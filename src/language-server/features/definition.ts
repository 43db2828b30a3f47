import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type { Location } from "vscode-languageserver";
import { usedPath } from "../../resolve/used-path.ts";
import type { Place } from "../place.ts";
import { stringAt } from "../string-at.ts";

const top = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** Where what is named here is declared; of a string, the file that it names. */
export function definition(place: Place): Location | null {
  const { mention, project, source } = place;
  if (mention !== null) return project.locationOf(mention.symbol.nameSpan);
  const named = stringAt(place);
  if (named === null) return null;
  if (!named.isUse) return locationOf(pathToFileURL(project.moduleBehind(resolve(source.path, named.value))).href);
  const used = usedPath(named.value, source.path);
  return used === null ? null : locationOf(project.uriOf(used));
}

function resolve(file: string, module: string): string {
  return file.slice(0, file.lastIndexOf("/") + 1) + module;
}

function locationOf(uri: string): Location | null {
  return existsSync(new URL(uri)) ? { uri, range: top } : null;
}
