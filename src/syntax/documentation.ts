/** `///` comments and what they document. */
import type { IToken } from "chevrotain";

export function isDocumentation(comment: IToken): boolean {
  return /^\/\/\/(?!\/)/.test(comment.image);
}

/** The text of the `///` lines before each token that has some, by where the token starts. */
export function documentationBefore(tokens: readonly IToken[], comments: readonly IToken[]): Map<number, string> {
  const before = new Map<number, string>();
  let next = 0;
  for (const comment of comments) {
    if (!isDocumentation(comment)) continue;
    while (next < tokens.length && (tokens[next]?.startOffset ?? 0) < comment.startOffset) next++;
    const start = tokens[next]?.startOffset;
    if (start === undefined) break;
    const earlier = before.get(start);
    const line = documentationLine(comment.image);
    before.set(start, earlier === undefined ? line : `${earlier}\n${line}`);
  }
  return before;
}

function documentationLine(image: string): string {
  return image.slice(3).replace(/^ /, "").trimEnd();
}
