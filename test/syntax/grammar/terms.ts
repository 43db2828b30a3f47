/** The parser's own record of its grammar, as terms that can be written and drawn. */
import {
  Alternation,
  Alternative,
  type IProduction,
  NonTerminal,
  Option,
  Repetition,
  RepetitionMandatory,
  RepetitionMandatoryWithSeparator,
  RepetitionWithSeparator,
  Terminal,
  type TokenType,
} from "chevrotain";
import { SkerryParser } from "../../../src/syntax/grammar/skerry-parser.ts";
import { Identifier, keywords, lexedTypes, NumberToken, SpecialUnit, StringToken } from "../../../src/syntax/tokens.ts";

export type Term =
  | { readonly kind: "word"; readonly text: string }
  | { readonly kind: "token"; readonly name: string }
  | { readonly kind: "rule"; readonly name: string }
  | { readonly kind: "sequence" | "choice"; readonly terms: readonly Term[] }
  | { readonly kind: "optional"; readonly term: Term }
  | { readonly kind: "repeat"; readonly term: Term; readonly least: 0 | 1 };

export interface Rule {
  readonly name: string;
  readonly term: Term;
}

/** What the lexer alone decides, with the expression it uses. */
export interface TokenRule {
  readonly name: string;
  readonly pattern: string;
}

const tokenNames = new Map<TokenType, string>([
  [Identifier, "NAME"],
  [NumberToken, "NUMBER"],
  [StringToken, "STRING"],
  [SpecialUnit, "UNIT"],
]);

/** Every rule, those at the top of the language first. */
export function readRules(): Rule[] {
  const productions = new SkerryParser({ skipValidations: false }).getGAstProductions();
  const rules = new Map(
    Object.values(productions).map((rule) => [rule.name, sequence(rule.definition.map(toTerm))] as const),
  );
  return reachableFrom("file", rules).map((name) => ({ name, term: rules.get(name) ?? sequence([]) }));
}

export function readTokens(): TokenRule[] {
  return lexedTypes.flatMap((type) => {
    const name = tokenNames.get(type);
    return name !== undefined && type.PATTERN instanceof RegExp ? [{ name, pattern: type.PATTERN.source }] : [];
  });
}

export function readKeywords(): string[] {
  return Object.keys(keywords).sort();
}

/** Breadth first: a rule comes before those it uses. */
function reachableFrom(start: string, rules: ReadonlyMap<string, Term>): string[] {
  const found = new Set([start]);
  for (const name of found) for (const used of rulesIn(rules.get(name) ?? sequence([]))) found.add(used);
  return [...found];
}

function rulesIn(term: Term): string[] {
  switch (term.kind) {
    case "rule":
      return [term.name];
    case "sequence":
    case "choice":
      return term.terms.flatMap(rulesIn);
    case "optional":
    case "repeat":
      return rulesIn(term.term);
    default:
      return [];
  }
}

function toTerm(production: IProduction): Term {
  if (production instanceof Terminal) return tokenTerm(production.terminalType);
  if (production instanceof NonTerminal) return { kind: "rule", name: production.nonTerminalName };
  if (production instanceof Alternation) {
    return { kind: "choice", terms: production.definition.map(toTerm) };
  }
  if (production instanceof Alternative) return bodyOf(production);
  if (production instanceof Option) return { kind: "optional", term: bodyOf(production) };
  if (production instanceof Repetition) return { kind: "repeat", term: bodyOf(production), least: 0 };
  if (production instanceof RepetitionMandatory) return { kind: "repeat", term: bodyOf(production), least: 1 };
  if (production instanceof RepetitionWithSeparator) return { kind: "optional", term: separated(production) };
  if (production instanceof RepetitionMandatoryWithSeparator) return separated(production);
  throw new Error(`The grammar has a production that can't be written yet: ${production.constructor.name}`);
}

function separated(production: RepetitionWithSeparator | RepetitionMandatoryWithSeparator): Term {
  const body = bodyOf(production);
  const further = sequence([tokenTerm(production.separator), body]);
  return sequence([body, { kind: "repeat", term: further, least: 0 }]);
}

function bodyOf({ definition }: { readonly definition: IProduction[] }): Term {
  return sequence(definition.map(toTerm));
}

function tokenTerm(type: TokenType): Term {
  const name = tokenNames.get(type);
  if (name !== undefined) return { kind: "token", name };
  return { kind: "word", text: (type.LABEL ?? type.name).replaceAll("`", "") };
}

function sequence(terms: readonly Term[]): Term {
  const flat = terms.flatMap((term) => (term.kind === "sequence" ? term.terms : [term]));
  const [only] = flat;
  return flat.length === 1 && only !== undefined ? only : { kind: "sequence", terms: flat };
}
