/**
 * What the whole grammar stands on: tokens with their places, and error recovery by the layout of the text. Chevrotain's
 * own recovery follows token types; with contextual keywords nearly every word is a possible continuation, so it would
 * resume at random. Lines are the better guide: after an error the parser goes on at the next line that begins an item.
 */
import {
  EmbeddedActionsParser,
  EOF,
  type IToken,
  isRecognitionException,
  MismatchedTokenException,
  type TokenType,
} from "chevrotain";
import { closestName } from "../../algorithms/closest-name.ts";
import { syntaxDiagnostics } from "../../diagnostics/catalogue/syntax.ts";
import {
  type Diagnostic,
  type DiagnosticDetails,
  type DiagnosticKind,
  diagnose,
} from "../../diagnostics/diagnostic.ts";
import { positionAt, type SourceFile, type Span } from "../../source/source-file.ts";
import type { Documentation, Name } from "../ast.ts";
import { describeExpected, describeToken, isNameLike } from "../describe-token.ts";
import { tokenEnd, tokenSpan } from "../lex.ts";
import { Comma, keywordTypes, LeftBrace, RightBrace, Semicolon, vocabulary } from "../tokens.ts";
import { type BlockKind, fileBlock, hardwareBlock, looksLikeItem, namedHardware, startsItem } from "./blocks.ts";

/** What the parser reads. */
export interface ParserInput {
  readonly source: SourceFile;
  readonly tokens: IToken[];
  /** The documentation before a token, by where the token starts. */
  readonly documentation: ReadonlyMap<number, string>;
}

export const errorLimit = 100;
const depthLimit = 64;

/** Thrown like a wrong token, so that Chevrotain passes it on to the nearest item. */
class NestedTooDeeply extends MismatchedTokenException {
  readonly limit: number;

  constructor(limit: number, token: IToken, previous: IToken) {
    super("", token, previous);
    this.limit = limit;
  }
}

interface OpenBlock {
  readonly kind: BlockKind;
  readonly open: IToken | null;
}

export abstract class RecoveringParser extends EmbeddedActionsParser {
  // Chevrotain's own, missing from its types.
  declare protected exportLexerState: () => number;
  declare protected importLexerState: (state: number) => void;
  declare protected consumeToken: () => void;
  declare protected moveToTerminatedState: () => void;

  private parsed: ParserInput = { source: { path: "", text: "" }, tokens: [], documentation: new Map() };
  private found: Diagnostic[] = [];
  private blocks: OpenBlock[] = [];
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
    this.blocks = [];
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
    return this.parsed.documentation.get(first.startOffset) ?? null;
  }

  /** Whether the next token stands on the line of the last one. */
  protected onSameLine(): boolean {
    const [previous, next] = [this.LA(0), this.LA(1)];
    return previous.tokenType !== EOF && next.tokenType !== EOF && this.sameLine(previous, next);
  }

  private startsLine(): boolean {
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

  // ───────────────────────────── blocks ─────────────────────────────

  /** `{ … }`; `items` parses as many as it can and is called again after whatever does not belong there. */
  protected block(kind: BlockKind, items: () => void): void {
    const open = this.CONSUME(LeftBrace);
    this.blocks.push({ kind, open });
    try {
      do items();
      while (this.skipsStrays());
    } finally {
      this.blocks.pop();
    }
    if (this.closes(open)) this.CONSUME(RightBrace);
  }

  /** The declarations of a file: a block without braces. */
  protected fileItems(items: () => void): void {
    this.blocks.push({ kind: fileBlock, open: null });
    do items();
    while (this.skipsStrays());
    this.blocks.pop();
  }

  /** One item: parsed, or reported and passed over. */
  protected item<T>(parse: () => T): T | null {
    const start = this.RECORDING_PHASE ? 0 : this.exportLexerState();
    const blocks = this.blocks.length;
    try {
      return parse();
    } catch (error) {
      if (!(error instanceof Error) || !isRecognitionException(error) || this.RECORDING_PHASE) throw error;
      this.blocks.length = blocks;
      this.recover(error, start);
      return null;
    }
  }

  /** Parses an item and keeps what it yields, if it was one. */
  protected keep<T>(kept: T[], parse: () => readonly T[]): void {
    this.item(() => this.append(kept, parse));
  }

  /** While Chevrotain records the grammar, rules yield nothing that could be spread. */
  protected append<T>(kept: T[], parse: () => readonly T[]): void {
    const parsed = parse();
    if (!this.RECORDING_PHASE) kept.push(...parsed);
  }

  private recover(error: Error & { token?: IToken }, start: number): void {
    const failed = this.exportLexerState();
    this.importLexerState(start);
    if (this.beginsOutside()) return;
    this.importLexerState(failed);
    this.reportFailure(error);
    if (failed === start) this.advance();
    this.skip();
  }

  private advance(): void {
    if (this.LA(1).tokenType !== EOF) this.consumeToken();
  }

  private reportFailure(error: Error): void {
    if (error instanceof NestedTooDeeply) {
      this.report(syntaxDiagnostics.tooDeep, this.spanOf(this.LA(1)), { limit: error.limit });
    } else this.reportUnexpected(error.message);
  }

  /** True when something was passed over and the items of the block may go on. */
  private skipsStrays(): boolean {
    if (this.RECORDING_PHASE) return false;
    const next = this.LA(1).tokenType;
    const { kind, open } = this.innermost();
    if (next === EOF || (next === RightBrace && open !== null) || this.beginsOutside()) return false;
    if (next === RightBrace) this.report(syntaxDiagnostics.closesNothing, this.spanOf(this.LA(1)), { bracket: "}" });
    else this.reportStray(kind);
    const goesOn = kind.commas && startsItem(kind, this.LA(1));
    if (!goesOn) this.passOver(kind);
    return true;
  }

  private passOver(kind: BlockKind): void {
    if (this.LA(1).tokenType !== LeftBrace) this.advance();
    this.skip();
    if (kind.commas && this.LA(1).tokenType === Comma) this.consumeToken();
  }

  private reportStray(kind: BlockKind): void {
    const separator = kind.commas ? "`,` or `}`" : "a new line or `;`";
    const follows = this.onSameLine() && ![LeftBrace, Semicolon, Comma].includes(this.LA(0).tokenType);
    if (follows || (kind.commas && startsItem(kind, this.LA(1)))) this.reportUnexpected(separator);
    else if (kind.keywords !== null && isNameLike(this.LA(1))) this.reportUnknownItem(kind);
    else this.reportUnexpected(kind.expected);
  }

  private reportUnknownItem({ keywords, expected }: BlockKind): void {
    const token = this.LA(1);
    const candidates = [...keywordTypes].filter(([, type]) => keywords?.has(type)).map(([word]) => word);
    const near = closestName(token.image, candidates);
    const span = this.spanOf(token);
    const fixes = near === null ? [] : [{ title: `did you mean \`${near}\`?`, edits: [{ span, text: near }] }];
    this.report(syntaxDiagnostics.unknownItem, span, { found: describeToken(token), expected }, { fixes });
  }

  private reportUnexpected(expected: string): void {
    const [previous, next] = [this.LA(0), this.LA(1)];
    const after = previous.tokenType === EOF ? null : describeToken(previous);
    this.report(syntaxDiagnostics.unexpected, this.placeOfNext(), { expected, after, found: describeToken(next) });
  }

  /** The next token; behind the last one when a line ends between them, since that is where something is missing. */
  private placeOfNext(): Span {
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

  /** Whether to consume the `}`; reports when there is none. */
  private closes(open: IToken): boolean {
    if (this.RECORDING_PHASE || this.LA(1).tokenType === RightBrace) return true;
    const line = positionAt(this.parsed.source, open.startOffset).line;
    const found = describeToken(this.LA(1));
    const related = [{ span: this.spanOf(open), message: "opened here" }];
    this.report(syntaxDiagnostics.unclosed, this.placeOfNext(), { bracket: "{", line, found }, { related });
    return false;
  }

  /** Whether a named item of the machine begins on the next line: then a block inside an item was not closed. */
  protected hardwareFollows(): boolean {
    if (this.RECORDING_PHASE) return false;
    const ahead = (distance: number) => this.LA(distance);
    return this.startsLine() && !this.innermost().kind.hasItemAt(ahead) && namedHardware(ahead);
  }

  /** Whether an item of a block further out begins here: then the inner blocks were not closed. */
  private beginsOutside(): boolean {
    const innermost = this.innermost().kind;
    const ahead = (distance: number) => this.LA(distance);
    if (!this.startsLine() || innermost.hasItemAt(ahead)) return false;
    return this.blocks.some(({ kind }) => kind !== innermost && kind.hasItemAt(ahead));
  }

  private innermost(): OpenBlock {
    return this.blocks.at(-1) ?? { kind: fileBlock, open: null };
  }

  /** Goes to where the innermost block can continue: its next item, its `,` or `;`, or its end. */
  private skip(): void {
    const { kind, open } = this.innermost();
    for (let depth = 0; this.LA(1).tokenType !== EOF; this.consumeToken()) {
      const type = this.LA(1).tokenType;
      if (this.endsSkipping(kind, depth)) return;
      if (type === LeftBrace) depth++;
      if (type !== RightBrace) continue;
      if (depth === 0 && open !== null) return;
      depth = Math.max(0, depth - 1);
    }
  }

  private endsSkipping(kind: BlockKind, depth: number): boolean {
    const type = this.LA(1).tokenType;
    if (depth === 0 && (type === Semicolon || (kind.commas && type === Comma))) return true;
    if (!this.startsLine()) return false;
    const ahead = (distance: number) => this.LA(distance);
    if (depth > 0) return fileBlock.hasItemAt(ahead);
    if (kind === fileBlock) return startsItem(kind, this.LA(1)) && !hardwareBlock.hasItemAt(ahead);
    return startsItem(kind, this.LA(1)) || looksLikeItem(ahead) || fileBlock.hasItemAt(ahead);
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
