import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { SourceFile, Span } from "../source/source-file.ts";
import type { Trees } from "./trees.ts";

/** Faults of the syntax, declaration by declaration. */
export function quickFaults(source: SourceFile, trees: Trees): readonly Diagnostic[] {
  return trees
    .of(source)
    .flatMap(({ piece, made: { diagnostics } }) => diagnostics.map((fault) => moved(fault, source, piece.start)));
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
