/** One text as the compiler sees it. */
export interface SourceFile {
  /**
   * How the file is named in diagnostics, plans and generated code: `/`-separated and relative to the folder of the
   * description, or `prelude/…` for a standard part. Never an absolute path, so that output does not depend on where
   * a checkout lies.
   */
  readonly path: string;
  readonly text: string;
}

/** A half-open range of UTF-16 code units in one file. */
export interface Span {
  readonly source: SourceFile;
  readonly start: number;
  readonly end: number;
}

/** A place as people count it: both numbers start at 1; columns count UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

const lineStartsOf = new WeakMap<SourceFile, readonly number[]>();

function lineStarts(source: SourceFile): readonly number[] {
  const known = lineStartsOf.get(source);
  if (known !== undefined) return known;
  const starts = [0];
  for (let at = source.text.indexOf("\n"); at !== -1; at = source.text.indexOf("\n", at + 1)) starts.push(at + 1);
  lineStartsOf.set(source, starts);
  return starts;
}

/** The line and column of an offset; offsets past the end mean the end. */
export function positionAt(source: SourceFile, offset: number): Position {
  const starts = lineStarts(source);
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}

/** The offset of a position; past the end of the text, its end. */
export function offsetAt(source: SourceFile, { line, column }: Position): number {
  const start = lineStarts(source)[line - 1] ?? source.text.length;
  return Math.min(start + column - 1, source.text.length);
}

/** The text of a line (counted from 1) without its line break; empty when there is no such line. */
export function lineText(source: SourceFile, line: number): string {
  const starts = lineStarts(source);
  const start = starts[line - 1];
  if (start === undefined) return "";
  const end = starts[line] ?? source.text.length + 1;
  return source.text.slice(start, end - 1).replace(/\r$/, "");
}

/** `file:line:column` of where a span starts. */
export function placeOf(span: Span): string {
  const { line, column } = positionAt(span.source, span.start);
  return `${span.source.path}:${line}:${column}`;
}

/** What {@link placeOf} wrote; null for any other text. */
export function parsePlace(place: string): (Position & { readonly file: string }) | null {
  const [, file, line, column] = /^(.*):([1-9]\d*):([1-9]\d*)$/.exec(place) ?? [];
  return file === undefined ? null : { file, line: Number(line), column: Number(column) };
}

/** The word that begins at an offset; nothing, where none does. */
export function wordAt(source: SourceFile, start: number): Span {
  const word = /^\w*/.exec(source.text.slice(start, start + 200))?.[0] ?? "";
  return { source, start, end: start + word.length };
}

/** The smallest span that covers both; they must lie in one file. */
export function coverSpans(first: Span, last: Span): Span {
  return { source: first.source, start: Math.min(first.start, last.start), end: Math.max(first.end, last.end) };
}
