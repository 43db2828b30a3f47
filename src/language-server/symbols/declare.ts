/** The tree of what a file declares. */
import type {
  ArrayDimension,
  Declaration,
  File,
  HardwareItem,
  InterfaceItem,
  LineItem,
  Name,
  SpaceEntry,
  SystemDeclaration,
} from "../../syntax/ast.ts";
import type { DeclaredSymbol, SymbolKind } from "./symbol.ts";

type Node = Pick<DeclaredSymbol, "span"> & { readonly name: Name; readonly documentation?: string | null };
type Children = (container: DeclaredSymbol) => readonly DeclaredSymbol[];

export function declareFile(file: File): readonly DeclaredSymbol[] {
  return file.declarations.map(declareTop);
}

function declareTop(declaration: Declaration): DeclaredSymbol {
  return declare(declaration.kind, declaration, null, (container) => childrenOf(declaration, container));
}

function declare(
  kind: SymbolKind,
  node: Node,
  container: DeclaredSymbol | null,
  childrenIn: Children = () => [],
): DeclaredSymbol {
  const children: DeclaredSymbol[] = [];
  const symbol: DeclaredSymbol = {
    ...{ kind, name: node.name.text, nameSpan: node.name.span, span: node.span, container, children },
    documentation: node.documentation ?? null,
    // Which node goes with which kind is known where it is called.
    node: node as DeclaredSymbol["node"],
  };
  children.push(...childrenIn(symbol));
  return symbol;
}

function declareEach(kind: SymbolKind, nodes: readonly Node[], container: DeclaredSymbol): readonly DeclaredSymbol[] {
  return nodes.map((node) => declare(kind, node, container));
}

function variable(name: Name, container: DeclaredSymbol): DeclaredSymbol {
  return { ...declare("variable", { name, span: name.span }, container), node: null };
}

function childrenOf(declaration: Declaration, container: DeclaredSymbol): readonly DeclaredSymbol[] {
  switch (declaration.kind) {
    case "isa":
    case "interconnect":
      return [];
    case "deviceKind":
      return declareEach("registers", declaration.banks, container);
    case "part":
      return [...declareEach("parameter", declaration.parameters, container), ...ofItems(declaration.items, container)];
    case "machine":
      return ofItems(declaration.items, container);
    case "interface":
      return declaration.items.map((item) => declareInterfaceItem(item, container));
    case "system":
      return ofSystem(declaration, container);
  }
}

// ───────────────────────────── hardware ─────────────────────────────

/** What a loop repeats belongs to what it stands in, and so do its variables. */
function ofItems(items: readonly HardwareItem[], container: DeclaredSymbol): readonly DeclaredSymbol[] {
  return items.flatMap((item): readonly DeclaredSymbol[] => {
    if (item.kind === "for") {
      return [...item.variables.map((name) => variable(name, container)), ...ofItems(item.items, container)];
    }
    return "name" in item ? [declare(item.kind, item, container, (symbol) => insideOf(item, symbol))] : [];
  });
}

function insideOf(
  item: Exclude<HardwareItem, { readonly kind: "for" }>,
  symbol: DeclaredSymbol,
): readonly DeclaredSymbol[] {
  const indices = "dimensions" in item ? indicesOf(item.dimensions, symbol) : [];
  if (item.kind === "space") return [...indices, ...variablesOf(item.items, symbol)];
  if (item.kind === "core") return [...indices, ...declareEach("cache", item.caches, symbol)];
  if (item.kind === "device") return [...indices, ...declareEach("registers", item.banks, symbol)];
  if (item.kind === "controller") {
    return [...indices, ...variablesOf(item.routes, symbol), ...declareEach("registers", item.banks, symbol)];
  }
  return indices;
}

/** Of loops within a space or controller. */
function variablesOf(
  entries: readonly (SpaceEntry | LineItem)[],
  container: DeclaredSymbol,
): readonly DeclaredSymbol[] {
  return entries.flatMap((entry) =>
    entry.kind === "for"
      ? [...entry.variables.map((name) => variable(name, container)), ...variablesOf(entry.items, container)]
      : [],
  );
}

function indicesOf(dimensions: readonly ArrayDimension[], container: DeclaredSymbol): readonly DeclaredSymbol[] {
  return dimensions.flatMap((dimension) =>
    dimension.kind === "index" ? [variable(dimension.variable, container)] : [],
  );
}

// ───────────────────────────── interfaces and systems ─────────────────────────────

function declareInterfaceItem(item: InterfaceItem, container: DeclaredSymbol): DeclaredSymbol {
  return declare(item.kind, item, container, (symbol) => {
    switch (item.kind) {
      case "const":
      case "type":
        return [];
      case "enum":
      case "flags":
        return declareEach("member", item.members, symbol);
      case "union":
        return declareEach("arm", item.arms, symbol);
      case "struct":
        return [...declareEach("typeParameter", item.parameters, symbol), ...declareEach("field", item.fields, symbol)];
      case "operation":
        return declareEach("field", [...item.parameters, ...(item.uploads ?? []), ...(item.results ?? [])], symbol);
    }
  });
}

function ofSystem(system: SystemDeclaration, container: DeclaredSymbol): readonly DeclaredSymbol[] {
  const programs = system.items.map((program) =>
    declare(program.kind, program, container, (symbol) => declareEach("buffer", program.buffers, symbol)),
  );
  return [...declareEach("state", system.states, container), ...programs];
}
