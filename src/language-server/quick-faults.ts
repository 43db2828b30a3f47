import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { SourceFile, Span } from "../source/source-file.ts";
import { parse } from "../syntax/parse.ts";
import { beginningOfDeclaration } from "./tokens-before.ts";

/**
 * Faults of the syntax, declaration by declaration: one that reads as it did is not parsed again. What a long file costs
 * after a keystroke is one declaration.
 */
export class QuickFaults {
  #known = new Map<string, readonly Diagnostic[]>();

  of(source: SourceFile): readonly Diagnostic[] {
    const known = new Map<string, readonly Diagnostic[]>();
    const found = cut(source.text).flatMap(({ start, text }) => {
      const faults = known.get(text) ?? this.#known.get(text) ?? parse({ path: source.path, text }).diagnostics;
      known.set(text, faults);
      return faults.map((fault) => moved(fault, source, start));
    });
    this.#known = known;
    return found;
  }
}

interface Piece {
  readonly start: number;
  readonly text: string;
}

/** Declarations with the comments before them. */
function cut(text: string): readonly Piece[] {
  const starts = [...text.matchAll(beginningOfDeclaration)].map(({ index }) => index - commentsBefore(text, index));
  return [0, ...starts].map((start, at) => ({ start, text: text.slice(start, starts[at] ?? text.length) }));
}

/** The length of the lines of comments and of the empty ones that end at an offset. */
function commentsBefore(text: string, end: number): number {
  let start = end;
  while (start > 0) {
    const line = text.lastIndexOf("\n", start - 2) + 1;
    if (!/^\s*(?:\/\/.*)?$/.test(text.slice(line, start - 1))) break;
    start = line;
  }
  return end - start;
}

function moved(fault: Diagnostic, source: SourceFile, by: number): Diagnostic {
  const place = ({ start, end }: Span) => ({ source, start: start + by, end: end + by });
  return {
    ...fault,
    span: place(fault.span),
    related: fault.related.map((other) => ({ ...other, span: place(other.span) })),
    fixes: [],
  };
}
