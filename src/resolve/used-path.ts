const extension = ".skerry";

/**
 * The path of the file that `use "written"` in the file `user` means, normalised; null when `written` is not a
 * relative path. `prelude/…` means the standard parts, from whichever folder.
 */
export function usedPath(written: string, user: string): string | null {
  if (written === "" || written.endsWith("/") || /^\/|\\|:|\0/.test(written)) return null;
  const named = written.endsWith(extension) ? written : written + extension;
  if (named.startsWith("prelude/")) return normalise(named);
  const folder = user.slice(0, user.lastIndexOf("/") + 1);
  return normalise(folder + named);
}

/** The path by which the file `user` can use the file `used`: `./x`, `../shared/x`, `prelude/x`. */
export function pathToUse(used: string, user: string): string {
  const bare = used.endsWith(extension) ? used.slice(0, -extension.length) : used;
  if (bare.startsWith("prelude/")) return bare;
  const target = bare.split("/");
  const folders = user.split("/").slice(0, -1);
  let shared = 0;
  while (shared < folders.length && shared < target.length - 1 && folders[shared] === target[shared]) shared++;
  const up = folders.slice(shared).map(() => "..");
  return [...(up.length === 0 ? ["."] : up), ...target.slice(shared)].join("/");
}

function normalise(path: string): string {
  const steps: string[] = [];
  for (const step of path.split("/")) {
    if (step === "" || step === ".") continue;
    if (step === ".." && steps.length > 0 && steps.at(-1) !== "..") steps.pop();
    else steps.push(step);
  }
  return steps.join("/");
}
