/** Tokens in words, as messages name them. */
import { EOF, type IToken, type TokenType } from "chevrotain";
import { Identifier, StringToken, UnterminatedString } from "./tokens.ts";

const longest = 32;

/** What was found, for "found …" and "after …". */
export function describeToken(token: IToken): string {
  if (token.tokenType === EOF) return "the end of the file";
  if (token.tokenType === StringToken || token.tokenType === UnterminatedString)
    return `the string ${shorten(token.image)}`;
  return quoteText(token.image);
}

/** Text between backticks, cut when long; control characters are shown by number. */
export function quoteText(text: string): string {
  return `\`${shorten(text)}\``;
}

function shorten(text: string): string {
  const visible = text
    .slice(0, longest + 1)
    .replaceAll(
      /[\u0000-\u001f\u007f-\u009f\ud800-\udfff\ufffe\uffff]/gu,
      (character) => `\\u{${character.charCodeAt(0).toString(16)}}`,
    );
  return text.length > longest ? `${visible.slice(0, longest)}…` : visible;
}

/** "`a`, `b` or `c`", each once. */
export function describeExpected(types: readonly TokenType[]): string {
  return joinWithOr([...new Set(types.map((type) => type.LABEL ?? type.name))]);
}

export function joinWithOr(words: readonly string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

export function isNameLike(token: IToken): boolean {
  return token.tokenType === Identifier || (token.tokenType.CATEGORIES?.includes(Identifier) ?? false);
}
