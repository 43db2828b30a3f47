import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { SourceFile, Span } from "../source/source-file.ts";
import { parse } from "../syntax/parse.ts";
import { cutIntoPieces } from "./pieces.ts";

/**
 * Faults of the syntax, declaration by declaration: one that reads as it did is not parsed again. What a long file costs
 * after a keystroke is one declaration.
 */
export class QuickFaults {
  #known = new Map<string, readonly Diagnostic[]>();

  of(source: SourceFile): readonly Diagnostic[] {
    const known = new Map<string, readonly Diagnostic[]>();
    const found = cutIntoPieces(source.text).flatMap(({ start, text }) => {
      const faults = known.get(text) ?? this.#known.get(text) ?? parse({ path: source.path, text }).diagnostics;
      known.set(text, faults);
      return faults.map((fault) => moved(fault, source, start));
    });
    this.#known = known;
    return found;
  }
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
