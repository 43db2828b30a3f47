/** Files that read as they did before are the objects they were before, so that what was made of them holds on. */
import type { FileBeingLoaded, LoadedFile } from "./loaded-file.ts";

/**
 * The files, those replaced by their earlier selves that neither themselves nor in anything they use, however far, have
 * changed. The `earlier` ones are those of one load.
 */
export function keepUnchanged(
  files: readonly FileBeingLoaded[],
  earlier: readonly LoadedFile[],
): readonly LoadedFile[] {
  const byTree = new Map(earlier.map((file) => [file.ast, file]));
  const selfOf = new Map<LoadedFile, LoadedFile>(
    files.map((file) => {
      const before = byTree.get(file.ast);
      return [file, before !== undefined && isSame(reachedFrom(file), reachedFrom(before)) ? before : file];
    }),
  );
  for (const { uses } of files) {
    for (const [index, used] of uses.entries()) uses[index] = selfOf.get(used) ?? used;
  }
  return files.map((file) => selfOf.get(file) ?? file);
}

/** The file and all that it uses, however far, in the order in which they are found. */
export function reachedFrom(file: LoadedFile): readonly LoadedFile[] {
  const reached = new Set([file]);
  for (const { uses } of reached) for (const used of uses) reached.add(used);
  return [...reached];
}

function isSame(now: readonly LoadedFile[], before: readonly LoadedFile[]): boolean {
  if (now.length !== before.length) return false;
  return now.every(({ ast, isComplete }, index) => {
    const other = before[index];
    return other?.ast === ast && other.isComplete === isComplete;
  });
}
