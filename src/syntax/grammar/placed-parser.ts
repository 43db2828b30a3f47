/**
 * What every rule of the grammar needs besides Chevrotain: where tokens lie in the text, how deep the parser is, and a
 * list of what was wrong.
 */
import { EmbeddedActionsParser, EOF, type IToken, MismatchedTokenException, type TokenType } from "chevrotain";
import { syntaxDiagnostics } from "../../diagnostics/catalogue/syntax.ts";
import {
  type Diagnostic,
  type DiagnosticDetails,
  type DiagnosticKind,
  diagnose,
} from "../../diagnostics/diagnostic.ts";
import type { SourceFile, Span } from "../../source/source-file.ts";
import type { Documentation, Name } from "../ast.ts";
import { describeExpected, describeToken } from "../describe-token.ts";
import type { DocumentationBlock } from "../documentation.ts";
import { tokenEnd, tokenSpan } from "../lex.ts";
import { vocabulary } from "../tokens.ts";

/** What the parser reads. */
export interface ParserInput {
  readonly source: SourceFile;
  readonly tokens: IToken[];
  /** The documentation before a token, by where the token starts. */
  readonly documentation: ReadonlyMap<number, DocumentationBlock>;
}

export const errorLimit = 100;
const depthLimit = 64;

/** Thrown like a wrong token, so that Chevrotain passes it on to the nearest item. */
export class NestedTooDeeply extends MismatchedTokenException {
  readonly limit: number;

  constructor(limit: number, token: IToken, previous: IToken) {
    super("", token, previous);
    this.limit = limit;
  }
}

export abstract class PlacedParser extends EmbeddedActionsParser {
  // Chevrotain's own, missing from its types.
  declare protected moveToTerminatedState: () => void;

  protected parsed: ParserInput = { source: { path: "", text: "" }, tokens: [], documentation: new Map() };
  private found: Diagnostic[] = [];
  private readonly documented = new Set<number>();
  private depth = 0;

  constructor(skipValidations: boolean) {
    super(vocabulary, {
      recoveryEnabled: false,
      maxLookahead: 1,
      skipValidations,
      errorMessageProvider: {
        buildMismatchTokenMessage: ({ expected }) => describeExpected([expected]),
        buildNoViableAltMessage: ({ expectedPathsPerAlt }) => describeExpected(firstTokens(expectedPathsPerAlt.flat())),
        buildEarlyExitMessage: ({ expectedIterationPaths }) => describeExpected(firstTokens(expectedIterationPaths)),
        buildNotAllInputParsedMessage: () => "the end of the file",
      },
    });
  }

  protected begin(input: ParserInput): void {
    this.parsed = input;
    this.found = [];
    this.documented.clear();
    this.depth = 0;
    this.input = input.tokens;
  }

  get diagnostics(): readonly Diagnostic[] {
    return this.found;
  }

  // ───────────────────────────── places ─────────────────────────────

  /** From a token to the last one consumed. */
  protected spanFrom(first: IToken): Span {
    return { source: this.parsed.source, start: first.startOffset, end: tokenEnd(this.LA(0)) };
  }

  protected spanOf(token: IToken): Span {
    // While Chevrotain records the grammar, an alternation yields no token.
    if (this.RECORDING_PHASE) return { source: this.parsed.source, start: 0, end: 0 };
    return tokenSpan(this.parsed.source, token);
  }

  protected nameOf(token: IToken): Name {
    return { span: this.spanOf(token), text: token.image };
  }

  protected documentationOf(first: IToken): Documentation {
    this.documented.add(first.startOffset);
    return this.parsed.documentation.get(first.startOffset)?.text ?? null;
  }

  /** Whether the next token stands on the line of the last one. */
  protected onSameLine(): boolean {
    const [previous, next] = [this.LA(0), this.LA(1)];
    return previous.tokenType !== EOF && next.tokenType !== EOF && this.sameLine(previous, next);
  }

  protected startsLine(): boolean {
    return !this.onSameLine();
  }

  protected sameLine(left: IToken, right: IToken): boolean {
    return !this.hasBreak(tokenEnd(left), right.startOffset);
  }

  private hasBreak(start: number, end: number): boolean {
    return /[\r\n]/.test(this.parsed.source.text.slice(start, end));
  }

  // ───────────────────────────── depth ─────────────────────────────

  /** Guards every rule that contains itself. */
  protected nested<T>(parse: () => T): T {
    this.limitTo(depthLimit, this.depth);
    this.depth++;
    try {
      return parse();
    } finally {
      this.depth--;
    }
  }

  /** Guards what later stages walk by recursion although it is parsed by a loop. */
  protected limitTo(limit: number, count: number): void {
    if (!this.RECORDING_PHASE && count >= limit) throw new NestedTooDeeply(limit, this.LA(1), this.LA(0));
  }

  // ───────────────────────────── reports ─────────────────────────────

  protected reportUnexpected(expected: string): void {
    const [previous, next] = [this.LA(0), this.LA(1)];
    const after = previous.tokenType === EOF ? null : describeToken(previous);
    this.report(syntaxDiagnostics.unexpected, this.placeOfNext(), { expected, after, found: describeToken(next) });
  }

  /** The next token; behind the last one when a line ends between them, since that is where something is missing. */
  protected placeOfNext(): Span {
    const previous = this.LA(0);
    if (previous.tokenType !== EOF && this.startsLine()) {
      const end = tokenEnd(previous);
      return { source: this.parsed.source, start: end, end };
    }
    const next = this.LA(1);
    if (next.tokenType !== EOF) return this.spanOf(next);
    const end = this.parsed.source.text.length;
    return { source: this.parsed.source, start: end, end };
  }

  /** Warns of documentation no rule asked for; in a text with errors that would only be a consequence of theirs. */
  protected reportIdleDocumentation(): void {
    if (this.found.length > 0) return;
    for (const [start, { span }] of this.parsed.documentation) {
      if (!this.documented.has(start)) this.report(syntaxDiagnostics.idleDocumentation, span, {});
    }
  }

  protected report<Facts>(
    kind: DiagnosticKind<Facts>,
    span: Span,
    facts: Facts,
    details: DiagnosticDetails = {},
  ): void {
    // What fails twice at one place is one fault.
    if (this.found.length >= errorLimit || this.found.at(-1)?.span.start === span.start) return;
    this.found.push(diagnose(kind, span, facts, details));
    if (this.found.length === errorLimit) this.moveToTerminatedState();
  }
}

function firstTokens(paths: readonly (readonly TokenType[])[]): TokenType[] {
  return paths.flatMap((path) => path.slice(0, 1));
}
