import { type CompletionItem, CompletionItemKind } from "vscode-languageserver";
import { type Expected, expectedAfter } from "../../syntax/expect.ts";
import { Identifier, keywordTypes, SpecialUnit, StringToken } from "../../syntax/tokens.ts";
import { filesFor } from "../candidates/files-for.ts";
import { namesFor } from "../candidates/names-for.ts";
import type { Place } from "../place.ts";
import { tokensBefore } from "../tokens-before.ts";

/** What can stand at a place: words of the grammar, and the names that fit there. */
export function completions(place: Place): CompletionItem[] {
  const { source, offset } = place;
  const inString = filesFor(place);
  if (inString !== null) return [...inString];
  if (isComment(source.text, offset)) return [];
  let start = offset;
  while (start > 0 && /\w/.test(source.text[start - 1] ?? "")) start--;
  const tokens = tokensBefore(source, start);
  const expected = expectedAfter(tokens);
  const names = expected
    .filter(({ token }) => token === Identifier)
    .flatMap(({ rules }) => namesFor(rules, tokens, place));
  return distinct([...names, ...wordsOf(expected)]);
}

function isComment(text: string, offset: number): boolean {
  const line = text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset);
  return /^(?:[^"]|"[^"]*")*?\/\//.test(line);
}

/** Keywords that the grammar takes here. */
function wordsOf(expected: readonly Expected[]): readonly CompletionItem[] {
  const keywords = new Set(keywordTypes.values());
  return expected
    .filter(({ token }) => keywords.has(token) && token !== SpecialUnit && token !== StringToken)
    .map(({ token }) => (token.LABEL ?? "").replaceAll("`", ""))
    .filter((label) => label !== "")
    .map((label) => ({ label, kind: CompletionItemKind.Keyword, sortText: `2${label}` }));
}

function distinct(items: readonly CompletionItem[]): CompletionItem[] {
  return [...new Map(items.toReversed().map((item) => [item.label, item])).values()].reverse();
}
