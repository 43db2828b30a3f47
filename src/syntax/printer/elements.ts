/** A text as the printer sees it: tokens and comments in order of place, each with the line breaks before it. */
import type { IToken, TokenType } from "chevrotain";
import type { SourceFile } from "../../source/source-file.ts";
import { lex, tokenEnd } from "../lex.ts";

export interface Element {
  readonly text: string;
  /** Null for a comment. */
  readonly type: TokenType | null;
  /** Where it starts in the text it was read from. */
  readonly start: number;
  /** Line breaks between the element before and this one; 2 means at least one blank line. */
  readonly breaks: number;
}

export function readElements(source: SourceFile): Element[] {
  const { tokens, comments } = lex(source, 0);
  const inOrder = [...tokens, ...comments].sort((a, b) => a.startOffset - b.startOffset);
  const isComment = new Set(comments);
  let end = 0;
  return inOrder.map((token) => {
    const breaks = countBreaks(source.text.slice(end, token.startOffset));
    end = tokenEnd(token);
    return toElement(token, isComment.has(token), breaks);
  });
}

function toElement(token: IToken, isComment: boolean, breaks: number): Element {
  const text = isComment ? token.image.trimEnd() : token.image;
  return { text, type: isComment ? null : token.tokenType, start: token.startOffset, breaks };
}

function countBreaks(gap: string): number {
  return Math.min(2, gap.match(/\r\n|[\r\n]/g)?.length ?? 0);
}
