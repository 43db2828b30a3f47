import path from "node:path";
import { pathToFileURL } from "node:url";
import type { FoldingRange, Location, Position } from "vscode-languageserver";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { hasErrors, sortDiagnostics } from "../diagnostics/report.ts";
import { findMissingModules } from "../files/missing-modules.ts";
import { type Compiler, createCompiler } from "../pipeline.ts";
import type { Plan } from "../plan/plan.ts";
import type { SourceFile, Span } from "../source/source-file.ts";
import type { ReadResult } from "../source/source-host.ts";
import type { Coloured } from "./coloured.ts";
import type { Judged } from "./judged.ts";
import { PieceMemo } from "./piece-memo.ts";
import { toOffset, toRange } from "./positions.ts";
import { quickFaults } from "./quick-faults.ts";
import { pieceAt, QuickJudge, type QuickJudgement } from "./quick-judgement.ts";
import { SymbolIndex } from "./symbols/symbol-index.ts";
import { fileBehind, type Texts } from "./texts.ts";
import { Trees } from "./trees.ts";

/** Judging that takes longer, in milliseconds, waits for a pause in the writing. */
const quickEnough = 40;

/** Texts together longer than this, in UTF-16 code units, are expected to take longer. */
const longText = 50_000;

/** On a larger machine nothing is planned while somebody writes. */
const mostCores = 256;

/** Files that mean something together, compiled again whenever one of them has changed and somebody asks. */
export class Project {
  readonly #folder: string;
  readonly #roots: readonly string[];
  readonly #texts: Texts;
  readonly #compiler: Compiler;
  /** What was read when all was judged, by path as the compiler names it; and what is being read. */
  #read: ReadonlyMap<string, ReadResult> = new Map();
  #noted = new Map<string, ReadResult>();
  #judged: Judged | null = null;
  /** Of names alone, with the revision of the texts that it is of. */
  #named: { readonly judged: Judged; readonly revision: number } | null = null;
  #plan: Plan | null = null;
  /** What the plan was made of; it is kept while somebody writes. */
  #planned: Judged | null = null;
  readonly trees = new Trees();
  readonly folds = new PieceMemo<readonly FoldingRange[]>();
  readonly colours = new PieceMemo<readonly Coloured[]>();
  readonly #sources = new Map<string, SourceFile>();
  readonly #quickJudge: QuickJudge;
  #quick: QuickJudgement | null = null;
  #isPrepared = false;
  /** What was looked at for the last quick answer. */
  #quickSources: readonly SourceFile[] = [];
  /** Of the last time, in milliseconds. */
  judgingTime = 0;

  constructor(folder: string, files: readonly string[], texts: Texts) {
    this.#folder = folder;
    this.#roots = files.map((file) => this.pathOf(file));
    this.#texts = texts;
    this.#compiler = createCompiler({ read: (name) => this.#readNoting(name) });
    this.#quickJudge = new QuickJudge(this.#roots, (name) => texts.read(fileBehind(name, folder)));
  }

  /** As the compiler names a file. */
  pathOf(file: string): string {
    return path.relative(this.#folder, file).split(path.sep).join("/");
  }

  uriOf(name: string): string {
    return pathToFileURL(fileBehind(name, this.#folder)).href;
  }

  locationOf(span: Span): Location {
    return { uri: this.uriOf(span.source.path), range: toRange(span) };
  }

  /** Where a module of a program lies, absolute. */
  moduleBehind(name: string): string {
    return path.resolve(this.#folder, name);
  }

  /** The files that diagnostics of this project may be about: its roots, as URIs. */
  get uris(): readonly string[] {
    return this.#roots.map((root) => this.uriOf(root));
  }

  get roots(): readonly string[] {
    return this.#roots;
  }

  /** What is known around a place, for somebody who is writing: no more is judged for it than the place needs. */
  judgeAround(name: string, { line, character }: Position): Judged {
    if (!this.isSlow || this.isCurrent) return this.judge();
    const quick = this.judgeQuickly();
    const source = this.sourceOf(name);
    const piece = quick && source && pieceAt(quick.pieces.get(name) ?? [], toOffset(source, { line, character }));
    if (!quick || !piece) return this.nameAll();
    if (quick.subjects.has(piece)) return quick;
    const around = this.#quickJudge.judgeAlone(piece, quick.pieces);
    return around === null ? this.nameAll() : this.#withMissing(around);
  }

  /** What is declared and named in the files as they are now; nothing of it is judged where that would take long. */
  nameAll(): Judged {
    if (!this.isSlow || this.isCurrent) return this.judge();
    const { revision } = this.#texts;
    if (this.#named?.revision === revision) return this.#named.judged;
    this.#compiler.read(this.#roots);
    const index = new SymbolIndex(this.#compiler.files());
    const files = index.paths.flatMap((path) => index.source(path) ?? []);
    const judged = { description: { files, machines: [], interfaces: [], systems: [] }, diagnostics: [], index };
    this.#named = { judged, revision };
    return judged;
  }

  /** What is known of the files as they are now. */
  judge(): Judged {
    if (this.#judged !== null && this.#readsAsItDid()) return this.#judged;
    const began = performance.now();
    this.#noted = new Map();
    const { product: description, diagnostics } = this.#compiler.judge(this.#roots);
    const missing = findMissingModules(description, this.#folder, diagnostics);
    const index = new SymbolIndex(this.#compiler.files());
    this.#judged = { description, index, diagnostics: sortDiagnostics([...diagnostics, ...missing]) };
    this.#read = this.#noted;
    this.#quickJudge.remember(description.files, this.#judged.diagnostics);
    this.#quick = null;
    this.judgingTime = performance.now() - began;
    return this.#judged;
  }

  /** What is known of the files as they are now without looking at all of them again; null where that is not enough. */
  judgeQuickly(): QuickJudgement | null {
    if (this.#judged === null) return null;
    const sources = this.#roots.flatMap((root) => this.sourceOf(root) ?? []);
    const isSame = sources.every(({ text }, at) => this.#quickSources[at]?.text === text);
    if (this.#quick !== null && isSame && sources.length === this.#quickSources.length) return this.#quick;
    this.#quickSources = sources;
    const quick = this.#quickJudge.judge(sources);
    this.#quick = quick && this.#withMissing(quick);
    return this.#quick;
  }

  /** With the modules that are not there, of the systems that were looked at. */
  #withMissing(quick: QuickJudgement): QuickJudgement {
    const { description, diagnostics, pieces, subjects } = quick;
    const missing = findMissingModules(description, this.#folder, diagnostics).filter(({ span }) => {
      const piece = pieceAt(pieces.get(span.source.path) ?? [], span.start);
      return piece !== undefined && subjects.has(piece);
    });
    return { ...quick, diagnostics: [...diagnostics, ...missing] };
  }

  /** To be called when there is time: what comes next will be judged more quickly. */
  prepare(): void {
    if (this.isSlow && !this.#isPrepared) this.#quickJudge.prepare();
    this.#isPrepared = true;
  }

  /** What is wrong with the syntax alone; the files are not parsed again to be judged. */
  read(): readonly Diagnostic[] {
    return this.#compiler.read(this.#roots);
  }

  get isJudged(): boolean {
    return this.#judged !== null;
  }

  /** Whether judging all of it takes longer than somebody who writes should wait. */
  get isSlow(): boolean {
    if (this.#judged !== null) return this.judgingTime > quickEnough;
    return this.#roots.reduce((length, root) => length + (this.sourceOf(root)?.text.length ?? 0), 0) > longText;
  }

  /** Whether nothing has changed since all was judged. */
  get isCurrent(): boolean {
    return this.#judged !== null && this.#readsAsItDid();
  }

  /** As it reads now; null where it cannot be read. The same text is the same object. */
  sourceOf(name: string): SourceFile | null {
    const read = this.#texts.read(fileBehind(name, this.#folder));
    if (read.kind !== "text") return null;
    const known = this.#sources.get(name);
    const source = known?.text === read.text ? known : { path: name, text: read.text };
    this.#sources.set(name, source);
    return source;
  }

  /** Faults of the syntax of a file as it is now, found without judging what it means. */
  syntaxFaults(name: string): readonly Diagnostic[] {
    const source = this.sourceOf(name);
    return source === null ? [] : quickFaults(source, this.trees);
  }

  /**
   * The plan of the first system or machine; null where there is none, or where making it would take too long. While
   * somebody writes a long description, the last one stands.
   */
  plan(): Plan | null {
    if (this.isSlow && !this.isCurrent) return this.#plan;
    const judged = this.judge();
    if (this.#planned !== judged) this.#plan = this.#makePlan(judged);
    this.#planned = judged;
    return this.#plan;
  }

  #makePlan({ description, diagnostics }: Judged): Plan | null {
    const isLarge = description.machines.some(({ cores }) => cores.length > mostCores);
    const system = description.systems[0]?.name;
    const options = system === undefined ? {} : { system };
    return isLarge || hasErrors(diagnostics) ? null : this.#compiler.compile(this.#roots, options).product.plan;
  }

  #readNoting(name: string): ReadResult {
    const result = this.#texts.read(fileBehind(name, this.#folder));
    this.#noted.set(name, result);
    return result;
  }

  #readsAsItDid(): boolean {
    return [...this.#read].every(([name, before]) => {
      const now = this.#texts.read(fileBehind(name, this.#folder));
      return now === before || (now.kind === "text" && before.kind === "text" && now.text === before.text);
    });
  }
}
