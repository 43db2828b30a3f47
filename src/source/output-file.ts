/** A file that the compiler wants written. Emitters return these; only a door writes them. */
export interface OutputFile {
  /** `/`-separated, relative to the output folder. */
  readonly path: string;
  readonly content: string | Uint8Array;
}
