/** The words of the language as the grammar's rules name them: those that the compiler itself reads. */
import { attributeTables } from "../../../src/resolve/hardware/attribute-tables.ts";
import { builtinNames } from "../../../src/resolve/interface/builtin-types.ts";
import { keywords } from "../../../src/syntax/tokens.ts";
import { between, oneOf, type Rule } from "./rules.ts";

type Keyword = keyof typeof keywords;

/** Words, all of them keywords: one that the language no longer has does not compile. */
export function words(...list: readonly Keyword[]): string {
  return oneOf(list);
}

export const levels: readonly Keyword[] = ["package", "die", "cluster", "board", "box", "part"];

/** A line that begins with one of them begins a declaration, whatever was left open before it. */
const beginsDeclaration = `^${words("use", "isa", "interconnect", "device", ...levels, "machine", "interface", "system")}(?=\\s+["A-Za-z_])`;

/** The pairs that enclose something, and what they are called in scopes. */
const pairs = {
  "{": ["\\}", "section.block"],
  "(": ["\\)", "section.parens"],
  "[": ["\\]", "section.brackets"],
  "<": [">", "definition.typeparameters"],
} as const;

/** What stands between the two of a pair, until it closes or another declaration begins. `before` is no part of it. */
export function enclosed(open: keyof typeof pairs, patterns: readonly Rule[], before = ""): Rule {
  const [close, called] = pairs[open];
  return between(
    [`${before}(${open === "<" ? open : `\\${open}`})`, `punctuation.${called}.begin`],
    [`(${close})|(?=${beginsDeclaration})`, `punctuation.${called}.end`],
    patterns,
  );
}

/** What stands in braces. */
export function braces(patterns: readonly Rule[]): Rule {
  return enclosed("{", patterns);
}

/** What follows a head: up to and with its braces. */
export const blockEnd = `(?<=\\})|(?=${beginsDeclaration})`;

/** The words of attributes, by where they stand. */
export function attributesOf(...owners: readonly (keyof typeof attributeTables)[]): readonly string[] {
  return [...new Set(owners.flatMap((owner) => Object.keys(attributeTables[owner])))];
}

export function isKeyword(word: string): boolean {
  return Object.hasOwn(keywords, word);
}

/** The attributes that are followed by a word, not by an expression. */
export const wordAttributes: readonly string[] = [
  ...new Set(
    Object.values(attributeTables).flatMap((table) =>
      Object.entries(table).flatMap(([attribute, { value }]) => (value === "word" ? [attribute] : [])),
    ),
  ),
];

export const builtins = oneOf(builtinNames);
