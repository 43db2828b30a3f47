/** Text → syntax tree. */
import { syntaxDiagnostics } from "../diagnostics/catalogue/syntax.ts";
import { type Diagnostic, diagnose, type Outcome } from "../diagnostics/diagnostic.ts";
import type { SourceFile } from "../source/source-file.ts";
import type { File } from "./ast.ts";
import { documentationBefore } from "./documentation.ts";
import { errorLimit } from "./grammar/placed-parser.ts";
import { SkerryParser } from "./grammar/skerry-parser.ts";
import { lex } from "./lex.ts";

let parser: SkerryParser | null = null;

/**
 * The tree of a text. There always is one: what could not be understood is missing from it, and every independent fault
 * is in the diagnostics, in order of place (SK1xxx; at most 100, then a note that the rest was not looked at).
 */
export function parse(source: SourceFile): Outcome<File> {
  const { tokens, comments, diagnostics } = lex(source, errorLimit);
  parser ??= new SkerryParser({ skipValidations: true });
  const documentation = documentationBefore(source, tokens, comments);
  const product = parser.parse({ source, tokens, documentation });
  return { product, diagnostics: inOrder(source, diagnostics, parser.diagnostics) };
}

/** A token that is wrong in itself is not reported a second time for standing at the wrong place. */
function inOrder(source: SourceFile, lexical: readonly Diagnostic[], grammatical: readonly Diagnostic[]): Diagnostic[] {
  const reported = new Set(lexical.map(({ span }) => span.start));
  const others = grammatical.filter(({ span }) => !reported.has(span.start));
  const sorted = [...lexical, ...others].toSorted((a, b) => a.span.start - b.span.start);
  if (sorted.length < errorLimit) return sorted;
  const kept = sorted.slice(0, errorLimit);
  const start = kept.at(-1)?.span.end ?? 0;
  return [...kept, diagnose(syntaxDiagnostics.tooMany, { source, start, end: start }, { limit: errorLimit })];
}
