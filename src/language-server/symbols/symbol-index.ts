import type { LoadedFile } from "../../resolve/loaded-file.ts";
import type { SourceFile } from "../../source/source-file.ts";
import type { Declaration, File } from "../../syntax/ast.ts";
import { declareFile } from "./declare.ts";
import { mentionAttributes } from "./expressions.ts";
import { mentionHardware } from "./hardware.ts";
import { mentionInterface } from "./interfaces.ts";
import { Mentions, type VisibleIn } from "./mentions.ts";
import type { DeclaredSymbol, Mention } from "./symbol.ts";
import { mentionSystem } from "./systems.ts";

/** What is declared in some files, and where it is named. Files are looked through when they are first asked for. */
export class SymbolIndex {
  readonly #files: ReadonlyMap<string, LoadedFile>;
  readonly #declared: ReadonlyMap<string, readonly DeclaredSymbol[]>;
  readonly #mentions = new Map<string, readonly Mention[]>();
  readonly visibleIn: VisibleIn;

  constructor(files: readonly LoadedFile[]) {
    this.#files = new Map(files.map((file) => [file.source.path, file]));
    this.#declared = new Map(files.map((file) => [file.source.path, declareFile(file.ast)]));
    this.visibleIn = new Map(files.map((file) => [file.source.path, this.#visible(file)]));
  }

  /** As the compiler looks names up: a file's own first, the first of several. */
  #visible(file: LoadedFile): ReadonlyMap<string, DeclaredSymbol> {
    const all = [file, ...file.uses].flatMap(({ source }) => this.declaredIn(source.path));
    return new Map(all.toReversed().map((symbol) => [symbol.name, symbol]));
  }

  get paths(): readonly string[] {
    return [...this.#files.keys()];
  }

  source(path: string): SourceFile | null {
    return this.#files.get(path)?.source ?? null;
  }

  tree(path: string): File | null {
    return this.#files.get(path)?.ast ?? null;
  }

  declaredIn(path: string): readonly DeclaredSymbol[] {
    return this.#declared.get(path) ?? [];
  }

  /** In the order of the text. */
  mentionsIn(path: string): readonly Mention[] {
    const known = this.#mentions.get(path);
    if (known !== undefined) return known;
    const file = this.#files.get(path);
    const mentions = file === undefined ? [] : this.#lookThrough(file);
    this.#mentions.set(path, mentions);
    return mentions;
  }

  #lookThrough({ source, ast }: LoadedFile): readonly Mention[] {
    const mentions = new Mentions(source.path, this.visibleIn);
    const symbols = this.declaredIn(source.path);
    for (const symbol of symbols) noteDeclared(symbol, mentions);
    for (const [at, declaration] of ast.declarations.entries()) {
      const symbol = symbols[at];
      if (symbol !== undefined) mentionDeclaration(declaration, symbol, mentions, this.visibleIn);
    }
    return mentions.found.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  }

  /** What is named at an offset, its end included: there the cursor stands behind a name. */
  at(path: string, offset: number): Mention | null {
    return this.mentionsIn(path).find(({ span }) => span.start <= offset && offset <= span.end) ?? null;
  }

  /** Wherever a symbol is named, its declaration included, by file and place. */
  mentionsOf(symbol: DeclaredSymbol): readonly Mention[] {
    return this.paths.flatMap((path) => this.mentionsIn(path).filter((mention) => mention.symbol === symbol));
  }
}

function noteDeclared(symbol: DeclaredSymbol, mentions: Mentions): void {
  mentions.found.push({ span: symbol.nameSpan, symbol });
  for (const child of symbol.children) noteDeclared(child, mentions);
}

function mentionDeclaration(
  declaration: Declaration,
  symbol: DeclaredSymbol,
  mentions: Mentions,
  visibleIn: VisibleIn,
): void {
  switch (declaration.kind) {
    case "isa":
    case "interconnect":
    case "deviceKind":
      mentionAttributes(declaration.attributes, { value: () => undefined, element: () => undefined }, mentions);
      break;
    case "part":
    case "machine":
      mentionHardware(declaration, symbol, mentions);
      break;
    case "interface":
      mentionInterface(declaration, symbol, mentions);
      break;
    case "system":
      mentionSystem(declaration, symbol, mentions, visibleIn);
      break;
  }
}
