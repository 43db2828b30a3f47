/** What the grammar takes at a place: for editors. */
import type { IToken, TokenType } from "chevrotain";
import { SkerryParser } from "./grammar/skerry-parser.ts";

export interface Expected {
  readonly token: TokenType;
  /** The rules that it would stand in, the outermost first. */
  readonly rules: readonly string[];
}

let parser: SkerryParser | null = null;

/**
 * What may come behind some tokens, which begin where a declaration does. Nothing where they already are no beginning of
 * one. What a grammar cannot say, such as which name, is for the caller to judge.
 */
export function expectedAfter(tokens: readonly IToken[]): readonly Expected[] {
  parser ??= new SkerryParser({ skipValidations: true });
  return parser
    .computeContentAssist("file", [...tokens])
    .map(({ nextTokenType, ruleStack }) => ({ token: nextTokenType, rules: ruleStack }));
}
