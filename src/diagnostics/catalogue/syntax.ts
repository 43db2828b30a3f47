/** SK1xxx: what the text of one file alone shows to be wrong. */
import { define } from "../diagnostic.ts";

export const syntaxDiagnostics = {
  unexpected: define<{ expected: string; after: string | null; found: string }>({
    code: "SK1001",
    severity: "error",
    title: "unexpected word or sign",
    explanation:
      "The text does not follow the grammar here: something else has to stand at this place. The message names what " +
      "would fit, what stands before it and what was found instead. dsl/reference.md shows every construct with an " +
      "example; dsl/grammar.ebnf has the whole grammar.",
    message: ({ expected, after, found }) =>
      `expected ${expected}${after === null ? "" : ` after ${after}`}, found ${found}`,
  }),
  unclosed: define<{ bracket: string; line: number; found: string }>({
    code: "SK1002",
    severity: "error",
    title: "block never closed",
    explanation:
      "A block that was opened with `{` has no `}`. The compiler notices at the end of the file, or where something " +
      "begins that can't stand inside the block. Close the block, or take out the brace that opened it.",
    message: ({ bracket, line, found }) => `the \`${bracket}\` of line ${line} is not closed before ${found}`,
  }),
  closesNothing: define<{ bracket: string }>({
    code: "SK1003",
    severity: "error",
    title: "brace closes nothing",
    explanation:
      "There is a `}` more than there are `{`. Often a block above was closed too early: look for the `}` that " +
      "doesn't belong there.",
    message: ({ bracket }) => `this \`${bracket}\` closes nothing`,
  }),
  strayCharacters: define<{ characters: string }>({
    code: "SK1004",
    severity: "error",
    title: "characters that mean nothing",
    explanation:
      "These characters begin no word, number, string or sign of the language. Names consist of letters of the Latin " +
      "alphabet, digits and `_`; other characters may stand in strings and comments only.",
    message: ({ characters }) => `${characters} means nothing here`,
  }),
  unterminatedString: define<Record<never, never>>({
    code: "SK1005",
    severity: "error",
    title: "string never closed",
    explanation: 'A string ends with `"` on the line on which it began. A line break inside a string is written `\\n`.',
    message: () => 'this string has no closing `"` on its line',
  }),
  unknownEscape: define<{ written: string }>({
    code: "SK1006",
    severity: "error",
    title: "unknown escape in a string",
    explanation: 'Inside a string `\\"` is a quote, `\\\\` a backslash and `\\n` a line break. There are no others.',
    message: ({ written }) => `\`${written}\` is no escape: a string knows \`\\"\`, \`\\\\\` and \`\\n\``,
  }),
  malformedNumber: define<{ text: string }>({
    code: "SK1007",
    severity: "error",
    title: "malformed number",
    explanation:
      "A number is decimal (`512`, `3.2`), hexadecimal (`0x1f`) or binary (`0b101`); a single `_` may stand between " +
      "two digits (`1_000`).",
    message: ({ text }) => `\`${text}\` is no number`,
  }),
  tooDeep: define<{ limit: number }>({
    code: "SK1008",
    severity: "error",
    title: "nested too deeply",
    explanation:
      "Parentheses, brackets, `for` blocks and signs can be nested 64 levels deep, an expression can have 256 " +
      "operators and a type 16 dimensions. Nobody has needed more yet; give the inner part a name of its own.",
    message: ({ limit }) => `this is nested too deeply: the limit is ${limit}`,
  }),
  lateUse: define<{ path: string }>({
    code: "SK1009",
    severity: "error",
    title: "`use` after a declaration",
    explanation: "Every `use` stands at the top of its file, before the first declaration.",
    message: ({ path }) => `\`use "${path}"\` has to stand before the first declaration`,
  }),
  unknownItem: define<{ found: string; expected: string }>({
    code: "SK1010",
    severity: "error",
    title: "nothing begins with this word",
    explanation:
      "Every declaration and every item of a block begins with a keyword that says what it is. The message lists " +
      "those that can stand here.",
    message: ({ found, expected }) => `nothing here begins with ${found}: expected ${expected}`,
  }),
  tooMany: define<{ limit: number }>({
    code: "SK1011",
    severity: "note",
    title: "gave up after many errors",
    explanation: "After 100 syntax errors the rest of the file is not looked at: it is probably not Skerry text.",
    message: ({ limit }) => `stopped after ${limit} syntax errors; the rest of this file was not looked at`,
  }),
  idleDocumentation: define<Record<never, never>>({
    code: "SK1012",
    severity: "warning",
    title: "documentation of nothing",
    explanation:
      "`///` documents the declaration, item, field or enum member that follows it. Nothing that can be documented " +
      "follows here, so the text would be lost. Use `//` for a remark.",
    message: () => "nothing that can be documented follows this `///`; a remark begins with `//`",
  }),
} as const;
