/** The grammar in the notation of the XML specification, section 6. */
import type { Rule, Term, TokenRule } from "./terms.ts";

const width = 110;

const header = `/* The grammar of Skerry, generated from the parser by test/syntax/grammar/files.test.ts.
   Record it anew with: npx vitest run test/syntax/grammar -u

   Notation as in the XML specification, section 6:  a b  one after the other;  a | b  either;  a?  perhaps;
   a*  any number, perhaps none;  a+  at least one;  "a"  the text itself;  NAME  a token, given below.

   Beside the rules:
   - Keywords are contextual: each is also a NAME wherever a NAME is wanted, and the keyword wins where both fit.
   - Line breaks mean nothing but this: a unit and the "of" of its clock stand on the same line as their number, and
     a word that is the value of an attribute on the same line as its name.
   - A comma in "shared by a, b" ends the list when an attribute with a value follows it, and one in
     "replicas on a, b" when another clause does.
   - // begins a remark and /// documentation of what follows; both end with their line.
   - Parentheses, brackets, signs and "for" blocks nest up to 64 deep. */
`;

export function renderEbnf(rules: readonly Rule[], tokens: readonly TokenRule[], keywords: readonly string[]): string {
  const written = rules.map(({ name, term }) => renderRule(name, term));
  const lexical = tokens.map(({ name, pattern }) => `${name} ::= /${pattern}/`);
  const listed = fold(keywords.map((keyword) => `"${keyword}"`)).join("\n   ");
  const words = `/* Keywords:\n   ${listed} */`;
  return [header, ...written, `\n/* Tokens, as regular expressions. */\n`, ...lexical, "", words, ""].join("\n");
}

function renderRule(name: string, term: Term): string {
  const line = `${name} ::= ${renderTerm(term)}`;
  if (line.length <= width) return line;
  const indent = `\n${" ".repeat(name.length + 2)}`;
  if (term.kind === "choice") return `${name} ::= ${term.terms.map(renderTerm).join(`${indent}| `)}`;
  const parts = term.kind === "sequence" ? term.terms.map(renderFactor) : [renderTerm(term)];
  return `${name} ::= ${fold(parts).join(`${indent}  `)}`;
}

function renderTerm(term: Term): string {
  switch (term.kind) {
    case "choice":
      return term.terms.map(renderTerm).join(" | ");
    case "sequence":
      return term.terms.map(renderFactor).join(" ");
    case "optional":
      return `${renderFactor(term.term)}?`;
    case "repeat":
      return `${renderFactor(term.term)}${term.least === 0 ? "*" : "+"}`;
    case "word":
      return `"${term.text}"`;
    default:
      return term.name;
  }
}

function renderFactor(term: Term): string {
  return term.kind === "choice" || term.kind === "sequence" ? `(${renderTerm(term)})` : renderTerm(term);
}

/** Lines of words, each as full as it can be. */
function fold(words: readonly string[]): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width - 24) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
