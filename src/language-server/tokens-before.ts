import type { IToken } from "chevrotain";
import type { SourceFile } from "../source/source-file.ts";
import { lex } from "../syntax/lex.ts";

/** A line that begins with one of these begins a declaration of a file; `device nic:` and `package p[8]:` lie in one. */
export const beginningOfDeclaration =
  /^(?:use|isa|interconnect|device|package|die|cluster|board|box|part|machine|interface|system)\b(?!\s*[:?]|[^\S\n]+\w+\s*[:[])/gm;

/** The tokens from the beginning of the declaration that an offset lies in up to that offset. */
export function tokensBefore(source: SourceFile, offset: number): readonly IToken[] {
  const before = source.text.slice(0, offset);
  const start = [...before.matchAll(beginningOfDeclaration)].at(-1)?.index ?? 0;
  const { tokens } = lex({ path: source.path, text: before.slice(start) }, 0);
  for (const token of tokens) token.startOffset += start;
  return tokens;
}
