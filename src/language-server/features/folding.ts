import { type FoldingRange, FoldingRangeKind } from "vscode-languageserver";
import { lex } from "../../syntax/lex.ts";
import type { Place } from "../place.ts";
import { toPosition } from "../positions.ts";

/** Braces over several lines, runs of comments, and the `use` lines. */
export function foldingRanges({ source, judged }: Place): FoldingRange[] {
  const { tokens, comments } = lex(source, 0);
  const lineOf = (offset: number) => toPosition(source, offset).line;
  const folded: FoldingRange[] = [];
  const open: number[] = [];
  for (const { image, startOffset } of tokens) {
    if (image === "{") open.push(startOffset);
    if (image !== "}") continue;
    const start = open.pop();
    const last = lineOf(startOffset) - 1;
    if (start !== undefined && last > lineOf(start)) folded.push({ startLine: lineOf(start), endLine: last });
  }
  folded.push(
    ...runs(
      comments.map(({ startOffset }) => lineOf(startOffset)),
      FoldingRangeKind.Comment,
    ),
  );
  const uses = judged.index.tree(source.path)?.uses ?? [];
  folded.push(
    ...runs(
      uses.map(({ span }) => lineOf(span.start)),
      FoldingRangeKind.Imports,
    ),
  );
  return folded;
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
