/** Which `skerry` serves the editor. Knows nothing of the editor, so that it is tested without one. */
import { existsSync } from "node:fs";
import path from "node:path";

export interface Surroundings {
  /** `skerry.server.path`; empty when nobody has said anything. */
  readonly setting: string;
  /** The folders that are open, then those of the files that are. */
  readonly folders: readonly string[];
  /** `PATH`, as the system writes it. */
  readonly path: string;
  readonly platform: NodeJS.Platform;
  readonly exists?: (file: string) => boolean;
}

export type Found =
  | { readonly kind: "found"; readonly command: string }
  /** `message` says where it was looked for, and what helps. */
  | { readonly kind: "missing"; readonly message: string };

/**
 * What the setting names, where it names anything; else the project's own, in `node_modules` of a folder or of one around
 * it; else the first on the `PATH`.
 */
export function findServer({ setting, folders, path: searched, platform, exists = existsSync }: Surroundings): Found {
  const windows = platform === "win32";
  const { join, resolve, delimiter } = windows ? path.win32 : path.posix;
  const names = windows ? ["skerry.cmd", "skerry.exe"] : ["skerry"];
  if (setting !== "") {
    const command = resolve(folders[0] ?? "", setting);
    if (exists(command)) return { kind: "found", command };
    return { kind: "missing", message: `There is no ${command}, which the setting skerry.server.path names.` };
  }
  const own = folders.flatMap((folder) => upwards(folder, windows)).map((each) => join(each, "node_modules", ".bin"));
  const places = [...own, ...searched.split(delimiter).filter((each) => each !== "")];
  const command = places.flatMap((place) => names.map((name) => join(place, name))).find(exists);
  return command === undefined ? { kind: "missing", message: notFound } : { kind: "found", command };
}

const notFound =
  "Skerry's language server was not found: neither in node_modules of this folder or one around it, nor on the PATH. " +
  "Install it with `npm install --save-dev skerry`, or name it in the setting skerry.server.path.";

function upwards(folder: string, windows: boolean): readonly string[] {
  const parent = (windows ? path.win32 : path.posix).dirname(folder);
  return parent === folder ? [folder] : [folder, ...upwards(parent, windows)];
}
