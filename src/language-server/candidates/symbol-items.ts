import { type CompletionItem, CompletionItemKind } from "vscode-languageserver";
import { detailOf } from "../symbols/detail.ts";
import type { DeclaredSymbol, SymbolKind } from "../symbols/symbol.ts";

const itemKinds: Readonly<Partial<Record<SymbolKind, CompletionItemKind>>> = {
  ...{ interface: CompletionItemKind.Interface, part: CompletionItemKind.Class, machine: CompletionItemKind.Module },
  ...{ struct: CompletionItemKind.Struct, enum: CompletionItemKind.Enum, const: CompletionItemKind.Constant },
  ...{ operation: CompletionItemKind.Method, service: CompletionItemKind.Function, state: CompletionItemKind.Variable },
};

/** In the order of the symbols; editors sort them before words of the language. */
export function symbolItems(symbols: readonly DeclaredSymbol[]): readonly CompletionItem[] {
  return symbols.map((symbol) => ({
    ...{ label: symbol.name, kind: itemKinds[symbol.kind] ?? CompletionItemKind.Field, sortText: `0${symbol.name}` },
    detail: detailOf(symbol),
    ...(symbol.documentation === null ? {} : { documentation: symbol.documentation }),
  }));
}
