import { type DocumentSymbol, type SymbolInformation, SymbolKind } from "vscode-languageserver";
import type { Place } from "../place.ts";
import { toRange } from "../positions.ts";
import type { Project } from "../project.ts";
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

export function documentSymbols({ judged, source }: Place): DocumentSymbol[] {
  return judged.index.declaredIn(source.path).filter(isShown).map(outline);
}

function outline(symbol: DeclaredSymbol): DocumentSymbol {
  return {
    ...{ name: symbol.name, kind: kindOf(symbol), detail: detailOf(symbol) },
    range: toRange(symbol.span),
    selectionRange: toRange(symbol.nameSpan),
    children: symbol.children.filter(isShown).map(outline),
  };
}

/** What holds the letters of the query in their order, in the projects that are open. */
export function workspaceSymbols(projects: readonly Project[], query: string): SymbolInformation[] {
  const found = new Map<string, SymbolInformation>();
  for (const project of projects) {
    const { index } = project.judge();
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
