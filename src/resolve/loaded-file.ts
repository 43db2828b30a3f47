import type { SourceFile } from "../source/source-file.ts";
import type { File } from "../syntax/ast.ts";

/** A file of a description, parsed. */
export interface LoadedFile {
  readonly source: SourceFile;
  readonly ast: File;
  /** The files it names after `use`, in the order of the text; circles are possible, but reported. */
  readonly uses: readonly LoadedFile[];
  /** False when syntax errors or a file it uses kept something out: what is missing may have been said. */
  readonly isComplete: boolean;
}

/** The same while files that it uses are still looked for. */
export interface FileBeingLoaded extends LoadedFile {
  readonly uses: LoadedFile[];
  isComplete: boolean;
}
