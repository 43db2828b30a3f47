/** `///` comments and what they document. */
import type { IToken } from "chevrotain";
import { coverSpans, type SourceFile, type Span } from "../source/source-file.ts";
import { tokenSpan } from "./lex.ts";

/** The `///` lines before a token. */
export interface DocumentationBlock {
  readonly text: string;
  readonly span: Span;
}

/** The documentation before each token that has some, by where the token starts; by the text's length before its end. */
export function documentationBefore(
  source: SourceFile,
  tokens: readonly IToken[],
  comments: readonly IToken[],
): Map<number, DocumentationBlock> {
  const before = new Map<number, DocumentationBlock>();
  let next = 0;
  for (const comment of comments) {
    if (!isDocumentation(comment)) continue;
    while (next < tokens.length && (tokens[next]?.startOffset ?? 0) < comment.startOffset) next++;
    const start = tokens[next]?.startOffset ?? source.text.length;
    const line = { text: documentationLine(comment.image), span: tokenSpan(source, comment) };
    const earlier = before.get(start);
    before.set(start, earlier === undefined ? line : joinLines(earlier, line));
  }
  return before;
}

function isDocumentation(comment: IToken): boolean {
  return /^\/\/\/(?!\/)/.test(comment.image);
}

function documentationLine(image: string): string {
  return image.slice(3).replace(/^ /, "").trimEnd();
}

function joinLines(earlier: DocumentationBlock, line: DocumentationBlock): DocumentationBlock {
  return { text: `${earlier.text}\n${line.text}`, span: coverSpans(earlier.span, line.span) };
}
