/**
 * What the compiler asks of the world: the text behind a path. The doors implement it over a file system or an
 * editor's buffers; tests over a record of strings. The compiler itself never touches a disk.
 */
export interface SourceHost {
  /** The text of a file, named as in {@link SourceFile.path}, or why there is none. */
  read(path: string): ReadResult;
}

export type ReadResult =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "missing" }
  /** `isFaulty` when what it holds is the reason: too much, or no text; else it cannot be read at all. */
  | { readonly kind: "notText"; readonly reason: string; readonly isFaulty?: true };
