import { type DocumentSymbol, type SymbolInformation, SymbolKind } from "vscode-languageserver";
import type { Subject } from "../place.ts";
import { lowered, toPosition, toRange } from "../positions.ts";
import type { Project } from "../project.ts";
import { declareFile } from "../symbols/declare.ts";
import { detailOf } from "../symbols/detail.ts";
import type { SymbolKind as Declared, DeclaredSymbol } from "../symbols/symbol.ts";

/** Editors know the words of programming languages; each kind has the one that is drawn most alike. */
const kinds: Readonly<Partial<Record<Declared, SymbolKind>>> = {
  isa: SymbolKind.TypeParameter,
  interconnect: SymbolKind.TypeParameter,
  deviceKind: SymbolKind.Class,
  part: SymbolKind.Class,
  machine: SymbolKind.Module,
  interface: SymbolKind.Interface,
  system: SymbolKind.Package,
  const: SymbolKind.Constant,
  enum: SymbolKind.Enum,
  flags: SymbolKind.Enum,
  member: SymbolKind.EnumMember,
  struct: SymbolKind.Struct,
  union: SymbolKind.Struct,
  type: SymbolKind.TypeParameter,
  operation: SymbolKind.Method,
  service: SymbolKind.Object,
  client: SymbolKind.Object,
};

function kindOf({ kind }: DeclaredSymbol): SymbolKind {
  return kinds[kind] ?? SymbolKind.Field;
}

/** Variables and parameters are no parts of an outline. */
function isShown({ kind, name }: DeclaredSymbol): boolean {
  return name !== "" && kind !== "variable" && kind !== "typeParameter";
}

/** Of each declaration by itself: a long file is not looked through again for one that has changed. */
export function documentSymbols({ project, source }: Subject): DocumentSymbol[] {
  return project.trees.of(source).flatMap(({ piece, made: { product } }) => {
    const { line } = toPosition(source, piece.start);
    return declareFile(product)
      .filter(isShown)
      .map((symbol) => outline(symbol, line));
  });
}

/** `below`: the line of the file that the symbol's own text begins with. */
function outline(symbol: DeclaredSymbol, below: number): DocumentSymbol {
  return {
    ...{ name: symbol.name, kind: kindOf(symbol), detail: detailOf(symbol) },
    range: lowered(toRange(symbol.span), below),
    selectionRange: lowered(toRange(symbol.nameSpan), below),
    children: symbol.children.filter(isShown).map((child) => outline(child, below)),
  };
}

/** What holds the letters of the query in their order, in the projects that are open. */
export function workspaceSymbols(projects: readonly Project[], query: string): SymbolInformation[] {
  const found = new Map<string, SymbolInformation>();
  for (const project of projects) {
    const { index } = project.nameAll();
    for (const symbol of index.paths.flatMap((path) => index.declaredIn(path)).flatMap(withChildren)) {
      if (!isShown(symbol) || !holds(symbol.name, query)) continue;
      const location = project.locationOf(symbol.nameSpan);
      const containerName = symbol.container?.name ?? "";
      found.set(JSON.stringify(location), { name: symbol.name, kind: kindOf(symbol), location, containerName });
    }
  }
  return [...found.values()];
}

function withChildren(symbol: DeclaredSymbol): readonly DeclaredSymbol[] {
  return [symbol, ...symbol.children.flatMap(withChildren)];
}

function holds(name: string, query: string): boolean {
  let at = 0;
  const letters = name.toLowerCase();
  return [...query.toLowerCase()].every((letter) => {
    at = letters.indexOf(letter, at) + 1;
    return at > 0;
  });
}
