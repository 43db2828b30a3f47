import type { Name, Path } from "../../syntax/ast.ts";
import type { DeclaredSymbol, Mention, SymbolKind } from "./symbol.ts";

export type Visible = ReadonlyMap<string, DeclaredSymbol>;

/** By path of a file: the declarations of the file itself and of those that it uses, by name. */
export type VisibleIn = ReadonlyMap<string, Visible>;

/** What can be named behind a symbol: its own children, and those of the part or kind of device that it is one of. */
export function membersOf({ node, children, span }: DeclaredSymbol, visibleIn: VisibleIn): readonly DeclaredSymbol[] {
  if (node === null || !("kind" in node)) return children;
  const kind = node.kind === "instance" ? node.part : node.kind === "device" ? node.deviceKind : null;
  const type = kind === null ? undefined : visibleIn.get(span.source.path)?.get(kind.text);
  return [...children, ...(type?.children ?? [])].filter(isMember);
}

function isMember({ kind }: DeclaredSymbol): boolean {
  return kind !== "parameter" && kind !== "variable";
}

/** Where symbols are named in a file, gathered as its tree is walked. */
export class Mentions {
  readonly found: Mention[] = [];
  readonly #visibleIn: VisibleIn;
  readonly #visible: Visible;

  constructor(path: string, visibleIn: VisibleIn) {
    this.#visibleIn = visibleIn;
    this.#visible = visibleIn.get(path) ?? new Map();
  }

  /** Notes that a name means a symbol; nothing where it means none. */
  note(name: Name, symbol: DeclaredSymbol | undefined): void {
    if (symbol !== undefined) this.found.push({ span: name.span, symbol });
  }

  /** The declaration of one of these kinds that a name means. */
  visible(name: Name, ...kinds: readonly SymbolKind[]): DeclaredSymbol | undefined {
    const symbol = this.#visible.get(name.text);
    return symbol !== undefined && kinds.includes(symbol.kind) ? symbol : undefined;
  }

  /** Notes a name that means a declaration of one of these kinds, and gives that. */
  noteVisible(name: Name | null, ...kinds: readonly SymbolKind[]): DeclaredSymbol | undefined {
    const symbol = name === null ? undefined : this.visible(name, ...kinds);
    if (name !== null) this.note(name, symbol);
    return symbol;
  }

  /** Notes each step of a path, as far as they can be followed, and gives what the whole path names, as it was declared. */
  notePath({ steps }: Path, start: (name: string) => DeclaredSymbol | undefined): DeclaredSymbol | undefined {
    let symbol: DeclaredSymbol | undefined;
    for (const [at, { name }] of steps.entries()) {
      symbol = at === 0 ? start(name.text) : symbol && this.member(symbol, name.text);
      this.note(name, symbol);
    }
    return symbol;
  }

  member(symbol: DeclaredSymbol, name: string): DeclaredSymbol | undefined {
    return membersOf(symbol, this.#visibleIn).find((member) => member.name === name);
  }
}
