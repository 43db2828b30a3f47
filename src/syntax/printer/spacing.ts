/** Whether a space stands between two tokens of one line. */
import type { TokenType } from "chevrotain";
import {
  Arrow,
  At,
  Colon,
  Comma,
  Dot,
  DoubleDash,
  Equals,
  Greater,
  LeftBrace,
  LeftBracket,
  LeftParen,
  Less,
  Minus,
  Percent,
  Plus,
  Question,
  Range,
  RightBracket,
  RightParen,
  Semicolon,
  Slash,
  Star,
} from "../tokens.ts";
import type { Element } from "./elements.ts";
import type { Structure } from "./structure.ts";

const neverBefore = new Set<TokenType | null>([
  Colon,
  Question,
  Comma,
  Semicolon,
  Dot,
  Range,
  Less,
  Greater,
  LeftBracket,
  RightBracket,
  RightParen,
]);
const neverAfter = new Set<TokenType | null>([Dot, Range, Less, LeftBracket, LeftParen]);

/** After these a `-` is a sign, not a subtraction. */
const beforeSign = new Set<TokenType | null>([
  Plus,
  Minus,
  Star,
  Slash,
  Percent,
  LeftParen,
  LeftBracket,
  LeftBrace,
  Less,
  Comma,
  Colon,
  Equals,
  At,
  Range,
  Arrow,
  DoubleDash,
]);

/** The text between two neighbours of one line; `before` is what stands left of `left`. */
export function gap(structure: Structure, before: Element | null, left: Element, right: Element): "" | " " {
  if (neverBefore.has(right.type) || neverAfter.has(left.type)) return "";
  // Two signs in a row keep their space: `--` is a link.
  if (right.type !== Minus && isSign(structure, before, left)) return "";
  if (right.type === LeftParen && structure.callNames.has(left.start)) return "";
  return " ";
}

function isSign(structure: Structure, before: Element | null, element: Element): boolean {
  if (element.type !== Minus || before === null) return false;
  return beforeSign.has(before.type) || structure.signs.has(element.start);
}
