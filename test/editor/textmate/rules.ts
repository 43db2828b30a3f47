/** What TextMate rules are made of: patterns with the scopes of what they match. */

export interface Rule {
  readonly include?: string;
  readonly name?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly captures?: Captures;
  readonly beginCaptures?: Captures;
  readonly endCaptures?: Captures;
  readonly patterns?: readonly Rule[];
}

type Captures = Readonly<Record<string, { readonly name: string } | { readonly patterns: readonly Rule[] }>>;

/** ASCII, as the lexer has it: `\w` of TextMate's engine takes letters of every language. */
export const name = "[A-Za-z_][A-Za-z0-9_]*";
const wordEnd = "(?![A-Za-z0-9_])";
const wordStart = "(?<![A-Za-z0-9_])";

/** One of some words, whole; the longest first, so that none hides another. */
export function oneOf(words: readonly string[]): string {
  const sorted = [...words].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  return `${wordStart}(${sorted.map(literal).join("|")})${wordEnd}`;
}

function literal(word: string): string {
  return word.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}

/** Each group of `match` with its scope. */
export function match(pattern: string, ...scopes: readonly (string | readonly Rule[])[]): Rule {
  return { match: pattern, captures: capturesOf(scopes) };
}

/** All of `match` with one scope. */
export function whole(pattern: string, scope: string): Rule {
  return { name: scoped(scope), match: pattern };
}

/** From one pattern to another, with rules for what lies between; groups have their scopes in order. */
export function between(
  begin: readonly [string, ...(readonly string[])],
  end: readonly [string, ...(readonly string[])],
  patterns: readonly Rule[],
): Rule {
  const [beginning, ...beginScopes] = begin;
  const [ending, ...endScopes] = end;
  return {
    ...{ begin: beginning, beginCaptures: capturesOf(beginScopes) },
    ...{ end: ending, endCaptures: capturesOf(endScopes), patterns },
  };
}

export function include(key: string): Rule {
  return { include: `#${key}` };
}

function capturesOf(scopes: readonly (string | readonly Rule[])[]): Captures {
  return Object.fromEntries(
    scopes.map((scope, at) => [
      String(at + 1),
      typeof scope === "string" ? { name: scoped(scope) } : { patterns: scope },
    ]),
  );
}

function scoped(scope: string): string {
  return scope
    .split(" ")
    .map((each) => `${each}.skerry`)
    .join(" ");
}
