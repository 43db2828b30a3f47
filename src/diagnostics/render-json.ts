/** Diagnostics as a program reads them. The shape is stable: fields may be added, none change or go away. */
import { positionAt, type SourceFile, type Span } from "../source/source-file.ts";
import type { Diagnostic, Severity } from "./diagnostic.ts";

/** Lines and columns start at 1, offsets at 0; columns and offsets count UTF-16 code units. */
export interface JsonPosition {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

/** Half open: `end` is the first place behind it. */
export interface JsonRange {
  readonly file: string;
  readonly start: JsonPosition;
  readonly end: JsonPosition;
}

export interface JsonDiagnostic extends JsonRange {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly related: readonly (JsonRange & { readonly message: string })[];
  readonly fixes: readonly {
    readonly title: string;
    readonly edits: readonly (JsonRange & { readonly text: string })[];
  }[];
}

/** `showPath` names files for the reader; by default as the compiler names them. */
export function renderJson(
  diagnostics: readonly Diagnostic[],
  showPath: (path: string) => string = (path) => path,
): readonly JsonDiagnostic[] {
  const range = (span: Span) => jsonRange(span, showPath);
  return diagnostics.map((diagnostic) => ({
    code: diagnostic.code,
    severity: diagnostic.severity,
    message: diagnostic.message,
    ...range(diagnostic.span),
    related: diagnostic.related.map(({ span, message }) => ({ message, ...range(span) })),
    fixes: diagnostic.fixes.map(({ title, edits }) => ({
      title,
      edits: edits.map(({ span, text }) => ({ ...range(span), text })),
    })),
  }));
}

function jsonRange(span: Span, showPath: (path: string) => string): JsonRange {
  return {
    file: showPath(span.source.path),
    start: jsonPosition(span.source, span.start),
    end: jsonPosition(span.source, span.end),
  };
}

function jsonPosition(source: SourceFile, offset: number): JsonPosition {
  return { ...positionAt(source, offset), offset };
}
