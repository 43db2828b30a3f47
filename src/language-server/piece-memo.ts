import type { SourceFile } from "../source/source-file.ts";
import { cutIntoPieces, type Piece } from "./pieces.ts";

export interface MadeOfPiece<Made> {
  readonly piece: Piece;
  readonly made: Made;
}

/**
 * What is made of the declarations of files, one by one: of one that reads as it did it is not made again, so that after a
 * keystroke a long file costs one declaration.
 */
export class PieceMemo<Made> {
  /** By the path of a file, then by the text of a piece. What is gone from a file is forgotten. */
  readonly #known = new Map<string, ReadonlyMap<string, Made>>();

  /** `isFresh` says of which pieces it is to be made even where they read as they did. */
  of(
    { path, text }: SourceFile,
    make: (piece: Piece) => Made,
    isFresh: (piece: Piece) => boolean = () => false,
  ): readonly MadeOfPiece<Made>[] {
    const before = this.#known.get(path);
    const now = new Map<string, Made>();
    const found = cutIntoPieces(text).map((piece) => {
      const kept = isFresh(piece) ? undefined : (now.get(piece.text) ?? before?.get(piece.text));
      const made = kept ?? make(piece);
      now.set(piece.text, made);
      return { piece, made };
    });
    this.#known.set(path, now);
    return found;
  }
}
