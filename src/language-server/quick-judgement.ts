/** What is wrong with some files after a keystroke, found by judging no more than what it can have changed. */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { sortDiagnostics } from "../diagnostics/report.ts";
import { type Compiler, createCompiler } from "../pipeline.ts";
import type { SourceFile, Span } from "../source/source-file.ts";
import type { ReadResult } from "../source/source-host.ts";
import { type Excerpt, Excerpts, type Pieces } from "./excerpt.ts";
import type { Judged } from "./judged.ts";
import { cutIntoPieces, type Piece } from "./pieces.ts";
import { SymbolIndex } from "./symbols/symbol-index.ts";

export interface QuickJudgement extends Judged {
  /** Where what is known is all that is known: the pieces that were looked at anew. */
  readonly subjects: ReadonlySet<Piece>;
  readonly pieces: Pieces;
}

/** Of files that mean something together; it is told what they are when all of them have been judged. */
export class QuickJudge {
  readonly #roots: readonly string[];
  readonly #compiler: Compiler;
  readonly #excerpts = new Excerpts();
  #texts: ReadonlyMap<string, string> = new Map();
  #before: Pieces = new Map();
  #known: readonly Diagnostic[] = [];

  constructor(roots: readonly string[], read: (name: string) => ReadResult) {
    this.#roots = roots;
    this.#compiler = createCompiler({
      read: (name) => {
        const text = this.#texts.get(name);
        return text === undefined ? read(name) : { kind: "text", text };
      },
    });
  }

  /** All files were judged as they stood: what is found next is found by what differs from them. */
  remember(sources: readonly SourceFile[], diagnostics: readonly Diagnostic[]): void {
    const own = sources.filter(({ path }) => this.#roots.includes(path));
    this.#before = new Map(own.map(({ path, text }) => [path, cutIntoPieces(text)]));
    this.#known = diagnostics;
  }

  /** Does once what the first of many answers would wait for. */
  prepare(): void {
    const last = [...this.#before.values()].at(-1)?.at(-1);
    const excerpt = last === undefined ? null : this.#excerpts.of(new Set([last]), this.#before);
    if (excerpt !== null) this.#look(excerpt);
  }

  /**
   * As the files are now. Null where too much would have to be looked at. What was found in declarations that stay as they
   * were stands as it was found, though it may have changed with others far away.
   */
  judge(sources: readonly SourceFile[]): QuickJudgement | null {
    const pieces: Pieces = new Map(sources.map(({ path, text }) => [path, cutIntoPieces(text)]));
    const excerpt = this.#excerpts.choose(pieces, this.#before);
    if (excerpt === null) return null;
    const found = this.#judge(excerpt, pieces);
    const kept = this.#carryOver(excerpt, pieces, sources);
    return { ...found, diagnostics: sortDiagnostics([...kept, ...found.diagnostics]) };
  }

  /** Judges one piece and nothing else; null where even that needs too much. */
  judgeAlone(piece: Piece, pieces: Pieces): QuickJudgement | null {
    const excerpt = this.#excerpts.of(new Set([piece]), pieces);
    return excerpt && this.#judge(excerpt, pieces);
  }

  #judge(excerpt: Excerpt, pieces: Pieces): QuickJudgement {
    const { product: description, diagnostics } = this.#look(excerpt);
    return {
      ...{ description, pieces, subjects: excerpt.subjects, index: new SymbolIndex(this.#compiler.files()) },
      diagnostics: sortDiagnostics(diagnostics.filter(({ span }) => isIn(excerpt, pieces, span))),
    };
  }

  #look({ texts }: Excerpt): ReturnType<Compiler["judge"]> {
    this.#texts = texts;
    return this.#compiler.judge(this.#roots);
  }

  /** What was known of declarations that read as they did, at their places now. */
  #carryOver({ subjects }: Excerpt, now: Pieces, sources: readonly SourceFile[]): readonly Diagnostic[] {
    const heirs = heirsOf(this.#before, now);
    const sourceOf = new Map(sources.map((source) => [source.path, source]));
    const move = (span: Span): Span | null => {
      const pieces = this.#before.get(span.source.path);
      const source = sourceOf.get(span.source.path);
      if (pieces === undefined || source === undefined) return span;
      const piece = pieceAt(pieces, span.start);
      const heir = piece === undefined ? undefined : heirs.get(piece);
      if (piece === undefined || heir === undefined || subjects.has(heir)) return null;
      const by = heir.start - piece.start;
      return { source, start: span.start + by, end: span.end + by };
    };
    return this.#known.flatMap((diagnostic) => {
      const span = move(diagnostic.span);
      if (span === null) return [];
      const related = diagnostic.related.flatMap((other) => {
        const moved = move(other.span);
        return moved === null ? [] : [{ ...other, span: moved }];
      });
      return [{ ...diagnostic, span, related, fixes: [] }];
    });
  }
}

function isIn({ subjects }: Excerpt, pieces: Pieces, { source, start }: Span): boolean {
  const piece = pieceAt(pieces.get(source.path) ?? [], start);
  return piece !== undefined && subjects.has(piece);
}

export function pieceAt(pieces: readonly Piece[], offset: number): Piece | undefined {
  return pieces.findLast(({ start }) => start <= offset);
}

/** Which piece of now reads as one did before; of several that read the same, one after the other. */
function heirsOf(before: Pieces, now: Pieces): ReadonlyMap<Piece, Piece> {
  const heirs = new Map<Piece, Piece>();
  for (const [path, pieces] of before) {
    const byText = new Map<string, Piece[]>();
    for (const piece of now.get(path) ?? []) byText.set(piece.text, [...(byText.get(piece.text) ?? []), piece]);
    for (const piece of pieces) {
      const heir = byText.get(piece.text)?.shift();
      if (heir !== undefined) heirs.set(piece, heir);
    }
  }
  return heirs;
}
