import type { IToken } from "chevrotain";
import { type FoldingRange, FoldingRangeKind } from "vscode-languageserver";
import type { SourceFile } from "../../source/source-file.ts";
import { lex } from "../../syntax/lex.ts";
import type { Subject } from "../place.ts";
import { toPosition } from "../positions.ts";

/** Braces over several lines, runs of comments, and the `use` lines. */
export function foldingRanges({ project, source }: Subject): FoldingRange[] {
  const folded = project.folds.of(source, ({ text }) => foldsOf({ path: source.path, text }));
  const uses = project.trees.of(source).flatMap(({ piece, made: { product } }) => {
    return product.uses.map(({ span }) => toPosition(source, piece.start + span.start).line);
  });
  return [
    ...folded.flatMap(({ piece, made }) => {
      const { line } = toPosition(source, piece.start);
      return made.map((fold) => ({ ...fold, startLine: fold.startLine + line, endLine: fold.endLine + line }));
    }),
    ...runs(uses, FoldingRangeKind.Imports),
  ];
}

function foldsOf(source: SourceFile): readonly FoldingRange[] {
  const { tokens, comments } = lex(source, 0);
  const lineOf = ({ startOffset }: IToken) => toPosition(source, startOffset).line;
  const folded: FoldingRange[] = [];
  const open: number[] = [];
  for (const token of tokens) {
    if (token.image === "{") open.push(lineOf(token));
    if (token.image !== "}") continue;
    const startLine = open.pop();
    const endLine = lineOf(token) - 1;
    if (startLine !== undefined && endLine > startLine) folded.push({ startLine, endLine });
  }
  return [...folded, ...runs(comments.map(lineOf), FoldingRangeKind.Comment)];
}

/** Lines that follow each other. */
function runs(lines: readonly number[], kind: FoldingRangeKind): FoldingRange[] {
  const found: FoldingRange[] = [];
  for (const line of lines) {
    const last = found.at(-1);
    if (last !== undefined && last.endLine >= line - 1) last.endLine = line;
    else found.push({ startLine: line, endLine: line, kind });
  }
  return found.filter(({ startLine, endLine }) => endLine > startLine);
}
