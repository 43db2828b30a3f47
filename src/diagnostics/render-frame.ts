import { lineText, positionAt, type Span } from "../source/source-file.ts";
import { columnsOf, printable } from "./render-width.ts";

/** A line of the source and what points at its span, both ready to print. */
export interface Frame {
  readonly lineNumber: number;
  readonly line: string;
  /** Spaces up to the span, then the mark under all of it that lies on this line. */
  readonly indent: string;
  readonly mark: string;
  /** Last line of a span that goes on; null when it ends on this line. */
  readonly lastLine: number | null;
}

/** Code units of a line that a frame shows at most. */
const window = 110;
/** Of these, how many stand before the span when the line is clipped. */
const lead = 30;

/** The frame of a span's first line; `mark` is the character that underlines it. */
export function renderFrame(span: Span, mark: string): Frame {
  const from = positionAt(span.source, span.start);
  const to = positionAt(span.source, Math.max(span.start, span.end));
  const text = lineText(span.source, from.line);
  const start = Math.min(from.column - 1, text.length);
  const end = to.line === from.line ? Math.min(Math.max(to.column - 1, start), text.length) : text.length;
  const { before, marked, after } = clip(text, start, end);
  return {
    lineNumber: from.line,
    line: before + marked + after,
    indent: " ".repeat(columnsOf(before)),
    mark: mark.repeat(Math.max(1, columnsOf(marked))),
    lastLine: to.line > from.line ? to.line : null,
  };
}

interface Clipped {
  readonly before: string;
  readonly marked: string;
  readonly after: string;
}

function clip(text: string, start: number, end: number): Clipped {
  const first = text.length <= window ? 0 : clusterStart(text, Math.max(0, start - lead));
  const last = text.length <= first + window ? text.length : clusterStart(text, first + window);
  const markedEnd = Math.min(end, last);
  return {
    before: (first > 0 ? "…" : "") + printable(text.slice(first, start)),
    marked: printable(text.slice(start, markedEnd)),
    after: printable(text.slice(markedEnd, last)) + (last < text.length ? "…" : ""),
  };
}

/** Steps back from between two halves of a surrogate pair. */
function clusterStart(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff ? at - 1 : at;
}
