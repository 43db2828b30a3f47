/** Places as the Language Server Protocol counts them: lines and UTF-16 code units from 0. */
import type { Position, Range } from "vscode-languageserver";
import { offsetAt, positionAt, type SourceFile, type Span } from "../source/source-file.ts";

export function toPosition(source: SourceFile, offset: number): Position {
  const { line, column } = positionAt(source, offset);
  return { line: line - 1, character: column - 1 };
}

export function toRange({ source, start, end }: Span): Range {
  return { start: toPosition(source, start), end: toPosition(source, end) };
}

export function toOffset(source: SourceFile, { line, character }: Position): number {
  return offsetAt(source, { line: line + 1, column: character + 1 });
}

/** So many lines further down. */
export function lowered({ start, end }: Range, lines: number): Range {
  return { start: { ...start, line: start.line + lines }, end: { ...end, line: end.line + lines } };
}
