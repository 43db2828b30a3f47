/** What each token of a text is, after the parser, and the scopes that fit it. */
import type { IToken } from "chevrotain";
import type { SourceFile } from "../../../src/source/source-file.ts";
import { lex, tokenEnd } from "../../../src/syntax/lex.ts";
import { parse } from "../../../src/syntax/parse.ts";
import { Identifier, keywordTypes, NumberToken, SpecialUnit, StringToken } from "../../../src/syntax/tokens.ts";
import { wordAttributes } from "./vocabulary.ts";

export interface Role {
  readonly image: string;
  readonly start: number;
  readonly end: number;
  /** Of the innermost scope; of any scope for strings, which have scopes within. */
  readonly scope: RegExp;
}

const type = /^(?:entity\.name\.type|support\.type)\.skerry$/;
const argument = /^(?:entity\.name\.type|support\.type|variable\.other)/;
const property = /^support\.type\.property-name/;
const constant = /^support\.constant/;
const variable = /^variable\./;
const keyword = /^(?:keyword\.(?:control|operator\.word|other\.clause)|storage\.)/;

/** By the key under which a name hangs in the tree, for those that are no variables. */
const byKey: Readonly<Record<string, RegExp>> = {
  ...{ isa: type, part: type, deviceKind: type, interconnect: type, machine: type, type, underlying: type },
  ...{ unit: /^keyword\.other\.unit/, quantity: property, idempotent: keyword },
  ...{ level: constant, spread: constant, protocols: constant },
};

/** By the kind of the node that has the name. */
const byKind: Readonly<Record<string, RegExp>> = {
  ...{ named: type, applied: type, operation: /^entity\.name\.function/, system: /^entity\.name\.namespace/ },
  ...{ isa: type, deviceKind: type, part: type, interconnect: type, machine: type, interface: type },
  ...{ enum: type, flags: type, union: type, struct: type, typeItem: type },
};

/** Every token and comment of a text that has no faults, in its order. */
export function rolesOf(source: SourceFile): readonly Role[] {
  const { product, diagnostics } = parse(source);
  if (diagnostics.length > 0) throw new Error(`${source.path}: ${diagnostics[0]?.message}`);
  const names = new Map<number, RegExp>();
  visit(product, "file", "", names);
  const { tokens, comments } = lex(source, 0);
  const roles = tokens.map((token) => ({ ...placed(token), scope: names.get(token.startOffset) ?? scopeOf(token) }));
  return [...roles, ...comments.map((token) => ({ ...placed(token), scope: commentScope(token) }))];
}

function placed(token: IToken): Omit<Role, "scope"> {
  return { image: token.image, start: token.startOffset, end: tokenEnd(token) };
}

function scopeOf({ image, tokenType }: IToken): RegExp {
  if (keywordTypes.has(image)) return keyword;
  if (tokenType === Identifier) throw new Error(`nothing in the tree is called ${image}`);
  if (tokenType === NumberToken) return /^constant\.numeric/;
  if (tokenType === SpecialUnit) return /^keyword\.other\.unit/;
  if (tokenType === StringToken) return /^string\.quoted\.double/;
  return /^(?:punctuation\.|keyword\.operator\b(?!\.word))/;
}

function commentScope({ image }: IToken): RegExp {
  return /^\/\/\/(?!\/)/.test(image) ? /^comment\.line\.documentation/ : /^comment\.line\.double-slash/;
}

/** Notes the scope of each name below a node. */
function visit(value: unknown, kind: string, key: string, names: Map<number, RegExp>): void {
  if (Array.isArray(value)) {
    for (const each of value) visit(each, kind, key, names);
    return;
  }
  if (typeof value !== "object" || value === null) return;
  if ("text" in value && "span" in value && hasStart(value.span)) {
    names.set(value.span.start, nameScope(value, kind, key));
    return;
  }
  const own = kindOf(value, key);
  for (const [inner, child] of Object.entries(value)) if (inner !== "span") visit(child, own, inner, names);
}

function nameScope(value: object, kind: string, key: string): RegExp {
  if ("kind" in value && value.kind === "word") return kind === "attribute of a word" ? constant : variable;
  if (key === "interface") return kind === "argument" ? argument : type;
  if (key !== "name") return byKey[key] ?? variable;
  if (kind === "argument") return argument;
  return kind.startsWith("attribute") ? property : (byKind[kind] ?? variable);
}

/** Nodes without a kind of their own are known by where they hang, and what they have. */
function kindOf(node: object, key: string): string {
  if (key === "attributes") return takesWord(node) ? "attribute of a word" : "attribute";
  const own = "kind" in node && typeof node.kind === "string" ? node.kind : key;
  if (own === "reference" && key === "arguments") return "argument";
  return own === "type" ? "typeItem" : own;
}

/** A word behind another attribute is a name: of a parameter or of an index. */
function takesWord(node: object): boolean {
  const { name } = node as { readonly name?: { readonly text: string } };
  return name !== undefined && wordAttributes.includes(name.text);
}

function hasStart(span: unknown): span is { readonly start: number } {
  return typeof span === "object" && span !== null && "start" in span && typeof span.start === "number";
}
