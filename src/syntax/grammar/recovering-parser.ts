/**
 * Error recovery by the layout of the text. Chevrotain's own recovery follows token types; with contextual keywords
 * nearly every word is a possible continuation, so it would resume at random. Lines are the better guide: after an
 * error the parser goes on at the next line that begins an item.
 */
import { EOF, type IToken, isRecognitionException } from "chevrotain";
import { closestName } from "../../algorithms/closest-name.ts";
import { syntaxDiagnostics } from "../../diagnostics/catalogue/syntax.ts";
import { positionAt } from "../../source/source-file.ts";
import { describeToken, isNameLike } from "../describe-token.ts";
import { Comma, keywordTypes, LeftBrace, RightBrace, Semicolon } from "../tokens.ts";
import { type BlockKind, fileBlock, hardwareBlock, looksLikeItem, namedHardware, startsItem } from "./blocks.ts";
import { NestedTooDeeply, type ParserInput, PlacedParser } from "./placed-parser.ts";

interface OpenBlock {
  readonly kind: BlockKind;
  readonly open: IToken | null;
}

export abstract class RecoveringParser extends PlacedParser {
  // Chevrotain's own, missing from its types.
  declare protected exportLexerState: () => number;
  declare protected importLexerState: (state: number) => void;
  declare protected consumeToken: () => void;

  private blocks: OpenBlock[] = [];

  protected override begin(input: ParserInput): void {
    super.begin(input);
    this.blocks = [];
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
}
