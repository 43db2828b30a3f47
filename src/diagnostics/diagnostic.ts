import type { Span } from "../source/source-file.ts";

export type Severity = "error" | "warning" | "note";

/** What is wrong with a description, as data. */
export interface Diagnostic {
  /** Stable for ever, `SK` and four digits. */
  readonly code: string;
  readonly severity: Severity;
  /** One sentence that names both parties of a conflict. */
  readonly message: string;
  readonly span: Span;
  readonly related: readonly RelatedSpan[];
  readonly fixes: readonly Fix[];
}

export interface RelatedSpan {
  readonly span: Span;
  readonly message: string;
}

/** A change of the text that would mend it. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly { readonly span: Span; readonly text: string }[];
}

/** An entry of the catalogue: everything that is the same for all diagnostics of a code. */
export interface DiagnosticKind<Facts> {
  readonly code: string;
  readonly severity: Severity;
  /** The fault in a few words, for lists. */
  readonly title: string;
  /** What is wrong, why it matters and how to mend it: `skerry explain SK…` prints it. */
  readonly explanation: string;
  readonly message: (facts: Facts) => string;
}

export interface DiagnosticDetails {
  readonly related?: readonly RelatedSpan[];
  readonly fixes?: readonly Fix[];
}

/** Types an entry of the catalogue: `define<{ port: string }>({ … })`. */
export function define<Facts>(kind: DiagnosticKind<Facts>): DiagnosticKind<Facts> {
  return kind;
}

/** Makes a diagnostic of a kind at a place. */
export function diagnose<Facts>(
  kind: DiagnosticKind<Facts>,
  span: Span,
  facts: Facts,
  details: DiagnosticDetails = {},
): Diagnostic {
  return {
    code: kind.code,
    severity: kind.severity,
    message: abridge(kind.message(facts)),
    span,
    related: (details.related ?? []).map(({ span, message }) => ({ span, message: abridge(message) })),
    fixes: (details.fixes ?? []).map(({ title, edits }) => ({ title: abridge(title), edits })),
  };
}

/** Nobody reads a name of a thousand letters: of one over 128 the first 32 stand in the sentence. */
function abridge(sentence: string): string {
  if (sentence.length <= 128) return sentence;
  return sentence.replaceAll(/\w+/g, (name) => (name.length <= 128 ? name : `${name.slice(0, 32)}…`));
}

/** A stage's answer: its product, as far as one could be made, and what was wrong. */
export interface Outcome<Product> {
  readonly product: Product;
  readonly diagnostics: readonly Diagnostic[];
}
