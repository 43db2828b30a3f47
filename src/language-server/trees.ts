import type { Outcome } from "../diagnostics/diagnostic.ts";
import type { SourceFile } from "../source/source-file.ts";
import type { File } from "../syntax/ast.ts";
import { parse } from "../syntax/parse.ts";
import { type MadeOfPiece, PieceMemo } from "./piece-memo.ts";

/** Trees of files, declaration by declaration: places in them count from the beginning of their piece. */
export class Trees {
  readonly #memo = new PieceMemo<Outcome<File>>();

  of(source: SourceFile): readonly MadeOfPiece<Outcome<File>>[] {
    return this.#memo.of(source, ({ text }) => parse({ path: source.path, text }));
  }
}
