/** Which names fit where the grammar takes one. */
import type { IToken } from "chevrotain";
import { type CompletionItem, CompletionItemKind } from "vscode-languageserver";
import { builtinNames } from "../../resolve/interface/builtin-types.ts";
import { unitNames } from "../../resolve/units.ts";
import { attributesIn } from "../attribute-at.ts";
import type { Place } from "../place.ts";
import { membersOf } from "../symbols/mentions.ts";
import type { DeclaredSymbol, SymbolKind } from "../symbols/symbol.ts";
import { elementsFor } from "./elements-for.ts";
import { symbolItems } from "./symbol-items.ts";

const levels = ["package", "die", "cluster", "board", "box", "core", "machine"];
const protocols = ["broadcast", "twoPhase", "majority", "shootdown"];

/** `rules`: where the grammar is; `tokens`: what stands before, from the beginning of the declaration. */
export function namesFor(rules: readonly string[], tokens: readonly IToken[], place: Place): readonly CompletionItem[] {
  const rule = rules.at(-1) ?? "";
  const before = tokens.at(-1)?.image ?? "";
  if (rule === "attribute") return attributeItems(rules);
  if (rule === "unit") return unitNames().map((label) => item(label, CompletionItemKind.Unit));
  if (rule === "byLevel" || rule === "everyClause" || rule === "onePerClause") return words(levels);
  if (rule === "agreeClause") return words(protocols);
  if (rule === "step") return elementsFor(rules, tokens, place);
  if (rule === "reference") return referenceItems(rules, tokens, place);
  const kinds = declarationsBehind(rule, before, tokens);
  if (kinds !== null) return symbolItems(visible(place, kinds));
  return rules.includes("system") ? symbolItems(programsFor(rule, tokens, place)) : [];
}

/** The kinds of declarations whose name can stand in a rule behind a token; null where none can. */
function declarationsBehind(rule: string, before: string, tokens: readonly IToken[]): readonly SymbolKind[] | null {
  if (rule === "system" && before === "on") return ["machine"];
  if (before !== ":") return null;
  const kinds: Readonly<Record<string, readonly SymbolKind[]>> = {
    ...{ core: ["isa"], instance: ["part"], link: ["interconnect"], device: ["deviceKind"], service: ["interface"] },
  };
  return tokens.length === 0 ? null : (kinds[rule] ?? null);
}

function visible({ judged, source }: Place, kinds: readonly SymbolKind[]): readonly DeclaredSymbol[] {
  const names = judged.index.visibleIn.get(source.path) ?? new Map<string, DeclaredSymbol>();
  return [...names.values()].filter(({ kind }) => kinds.includes(kind));
}

// ───────────────────────────── types and constants ─────────────────────────────

/** Where a type or a number is named: in an interface its own, behind a dot another's, in hardware parameters. */
function referenceItems(rules: readonly string[], tokens: readonly IToken[], place: Place): readonly CompletionItem[] {
  const isType = rules.includes("namedType") || rules.includes("typeArgument") || rules.includes("elementType");
  const fits = ({ kind }: DeclaredSymbol) =>
    isType ? ["type", "enum", "flags", "union", "struct", "typeParameter"].includes(kind) : kind === "const";
  if (tokens.at(-1)?.image === ".") {
    const owner = visible(place, ["interface"]).find(({ name }) => name === tokens.at(-2)?.image);
    return symbolItems(owner?.children.filter(fits) ?? []);
  }
  const around = enclosing(place);
  const own = around.flatMap(({ children }) => children).filter((child) => fits(child) || isNumber(child, isType));
  const others = around.some(({ kind }) => kind === "interface" || kind === "system")
    ? visible(place, ["interface"])
    : [];
  const builtin = isType ? builtinNames.map((label) => item(label, CompletionItemKind.Keyword)) : [];
  return [...symbolItems([...own, ...others]), ...builtin];
}

function isNumber({ kind }: DeclaredSymbol, isType: boolean): boolean {
  return !isType && (kind === "parameter" || kind === "variable");
}

/** The declarations that a place lies in, the outermost first. */
function enclosing({ judged, source, offset }: Place): readonly DeclaredSymbol[] {
  const found: DeclaredSymbol[] = [];
  let inside = judged.index.declaredIn(source.path);
  for (;;) {
    const around = inside.find(({ span }) => span.start <= offset && offset <= span.end);
    if (around === undefined) return found;
    found.push(around);
    inside = around.children;
  }
}

// ───────────────────────────── programs ─────────────────────────────

function programsFor(rule: string, tokens: readonly IToken[], place: Place): readonly DeclaredSymbol[] {
  const system = enclosing(place)[0];
  const own = (...kinds: readonly SymbolKind[]) => system?.children.filter(({ kind }) => kinds.includes(kind)) ?? [];
  if (rule === "usesClause") return own("service", "state");
  if (rule === "trafficEntry") {
    const isOperation = tokens.at(-1)?.image === ".";
    return isOperation ? operationsOf(tokens.at(-2)?.image ?? "", own("service"), place) : own("service");
  }
  if (rule === "allowed") {
    const service = enclosing(place)[1];
    return service === undefined ? [] : operationsOf(service.name, own("service"), place);
  }
  if (rule === "allowClause" || rule === "apartClause" || rule === "bufferClause") return own("service", "client");
  return [];
}

function operationsOf(name: string, services: readonly DeclaredSymbol[], place: Place): readonly DeclaredSymbol[] {
  const node = services.find((service) => service.name === name)?.node;
  if (node === null || node === undefined || !("kind" in node) || node.kind !== "service") return [];
  const owner = visible(place, ["interface"]).find((each) => each.name === node.interface.text);
  return owner === undefined
    ? []
    : membersOf(owner, place.judged.index.visibleIn).filter(({ kind }) => kind === "operation");
}

// ───────────────────────────── items ─────────────────────────────

function attributeItems(rules: readonly string[]): readonly CompletionItem[] {
  return Object.entries(attributesIn(rules) ?? {}).map(([label, { example, meaning }]) => ({
    ...{ label, kind: CompletionItemKind.Property, documentation: meaning, detail: `${label} ${example}`.trim() },
    sortText: `1${label}`,
  }));
}

function words(labels: readonly string[]): readonly CompletionItem[] {
  return labels.map((label) => item(label, CompletionItemKind.Keyword));
}

function item(label: string, kind: CompletionItemKind): CompletionItem {
  return { label, kind, sortText: `1${label}` };
}
