/** Text → tokens. Never fails: what is no token becomes a diagnostic. */
import { type IToken, Lexer } from "chevrotain";
import { syntaxDiagnostics } from "../diagnostics/catalogue/syntax.ts";
import { type Diagnostic, diagnose } from "../diagnostics/diagnostic.ts";
import type { SourceFile, Span } from "../source/source-file.ts";
import { quoteText } from "./describe-token.ts";
import { isWellFormedNumber, unknownEscapes } from "./literals.ts";
import { Identifier, keywordTypes, lexedTypes, NumberToken, StringToken, UnterminatedString } from "./tokens.ts";

export interface Lexed {
  /** What the parser reads. */
  readonly tokens: IToken[];
  /** `//` and `///`, in order of place. */
  readonly comments: readonly IToken[];
  readonly diagnostics: readonly Diagnostic[];
}

let lexer: Lexer | null = null;

function skerryLexer(): Lexer {
  lexer ??= new Lexer([...lexedTypes], {
    positionTracking: "onlyOffset",
    skipValidations: true,
    errorMessageProvider: {
      buildUnexpectedCharactersMessage: () => "",
      buildUnableToPopLexerModeMessage: () => "",
    },
  });
  return lexer;
}

/** Reads at most `limit` faults; the tokens are complete all the same. */
export function lex(source: SourceFile, limit: number): Lexed {
  const { tokens, groups } = skerryLexer().tokenize(source.text);
  const { comments = [], stray: strays = [] }: { readonly comments?: IToken[]; readonly stray?: IToken[] } = groups;
  const diagnostics: Diagnostic[] = [];
  for (const stray of strays.slice(0, limit)) {
    const characters = quoteText(stray.image);
    diagnostics.push(diagnose(syntaxDiagnostics.strayCharacters, tokenSpan(source, stray), { characters }));
  }
  for (const token of tokens) {
    if (token.tokenType === Identifier) markKeyword(token);
    else if (diagnostics.length < limit) diagnostics.push(...literalFaults(source, token));
  }
  return { tokens, comments, diagnostics };
}

function markKeyword(token: IToken): void {
  const type = keywordTypes.get(token.image);
  if (type === undefined) return;
  token.tokenType = type;
  if (type.tokenTypeIdx !== undefined) token.tokenTypeIdx = type.tokenTypeIdx;
}

function literalFaults(source: SourceFile, token: IToken): Diagnostic[] {
  if (token.tokenType === NumberToken && !isWellFormedNumber(token.image)) {
    return [diagnose(syntaxDiagnostics.malformedNumber, tokenSpan(source, token), { text: token.image })];
  }
  if (token.tokenType === UnterminatedString) {
    return [diagnose(syntaxDiagnostics.unterminatedString, tokenSpan(source, token), {})];
  }
  if (token.tokenType !== StringToken) return [];
  return unknownEscapes(token.image).map(({ at, written }) => {
    const start = token.startOffset + at;
    return diagnose(syntaxDiagnostics.unknownEscape, { source, start, end: start + written.length }, { written });
  });
}

export function tokenEnd(token: IToken): number {
  return token.startOffset + token.image.length;
}

export function tokenSpan(source: SourceFile, token: IToken): Span {
  return { source, start: token.startOffset, end: tokenEnd(token) };
}
