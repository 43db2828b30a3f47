import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Location, Position } from "vscode-languageserver";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { hasErrors, sortDiagnostics } from "../diagnostics/report.ts";
import { findMissingModules } from "../files/missing-modules.ts";
import { type Compiler, createCompiler } from "../pipeline.ts";
import { buildPlan } from "../plan/build-plan.ts";
import type { Plan, PlanInterface } from "../plan/plan.ts";
import type { SourceFile, Span } from "../source/source-file.ts";
import type { ReadResult } from "../source/source-host.ts";
import type { Judged } from "./judged.ts";
import { toOffset, toRange } from "./positions.ts";
import { QuickFaults } from "./quick-faults.ts";
import { pieceAt, QuickJudge, type QuickJudgement } from "./quick-judgement.ts";
import { SymbolIndex } from "./symbols/symbol-index.ts";
import { fileBehind, type Texts } from "./texts.ts";

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
  /** What was read for the last answer, by path as the compiler names it. */
  #read = new Map<string, ReadResult>();
  #judged: Judged | null = null;
  #plan: Plan | null | undefined;
  readonly #quickFaults = new QuickFaults();
  readonly #quickJudge: QuickJudge;
  #quick: QuickJudgement | null = null;
  #isPrepared = false;
  /** What was looked at for the last quick answer. */
  #quickSources: readonly SourceFile[] = [];
  /** Of the last time, in milliseconds. */
  judgingTime = 0;
  #interfaces: readonly PlanInterface[] | null = null;

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

  /** What is known around a place, for somebody who is writing there: no more is judged for it than has changed. */
  judgeAround(name: string, { line, character }: Position): Judged {
    const quick = this.isSlow && !this.isCurrent ? this.judgeQuickly() : null;
    const source = quick?.description.files.find(({ path }) => path === name);
    if (quick === null || source === undefined) return this.judge();
    const piece = pieceAt(quick.pieces.get(name) ?? [], toOffset(source, { line, character }));
    return piece !== undefined && quick.subjects.has(piece) ? quick : this.judge();
  }

  /** What is known of the files as they are now. */
  judge(): Judged {
    if (this.#judged !== null && this.#readsAsItDid()) return this.#judged;
    const began = performance.now();
    this.#read = new Map();
    this.#plan = undefined;
    this.#interfaces = null;
    const { product: description, diagnostics } = this.#compiler.judge(this.#roots);
    const missing = findMissingModules(description, this.#folder, diagnostics);
    const index = new SymbolIndex(this.#compiler.files());
    this.#judged = { description, index, diagnostics: sortDiagnostics([...diagnostics, ...missing]) };
    this.#quickJudge.remember(description.files, this.#judged.diagnostics);
    this.#quick = null;
    this.judgingTime = performance.now() - began;
    return this.#judged;
  }

  /** What is known of the files as they are now without looking at all of them again; null where that is not enough. */
  judgeQuickly(): QuickJudgement | null {
    if (this.#judged === null) return null;
    const sources = this.#roots.flatMap((root) => this.#sourceNow(root) ?? []);
    const isSame = sources.every(({ text }, at) => this.#quickSources[at]?.text === text);
    if (this.#quick !== null && isSame && sources.length === this.#quickSources.length) return this.#quick;
    this.#quickSources = sources;
    const quick = this.#quickJudge.judge(sources);
    this.#quick = quick === null ? null : { ...quick, diagnostics: [...quick.diagnostics, ...this.#missingIn(quick)] };
    return this.#quick;
  }

  /** The modules that are not there, of the systems that were looked at. */
  #missingIn({ description, diagnostics, pieces, subjects }: QuickJudgement): readonly Diagnostic[] {
    return findMissingModules(description, this.#folder, diagnostics).filter(({ span }) => {
      const piece = pieceAt(pieces.get(span.source.path) ?? [], span.start);
      return piece !== undefined && subjects.has(piece);
    });
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
    return this.#roots.reduce((length, root) => length + (this.#sourceNow(root)?.text.length ?? 0), 0) > longText;
  }

  /** Whether nothing has changed since all was judged. */
  get isCurrent(): boolean {
    return this.#judged !== null && this.#readsAsItDid();
  }

  #sourceNow(name: string): SourceFile | null {
    const read = this.#texts.read(fileBehind(name, this.#folder));
    return read.kind === "text" ? { path: name, text: read.text } : null;
  }

  /** Faults of the syntax of a file as it is now, found without judging what it means. */
  syntaxFaults(name: string): readonly Diagnostic[] {
    const source = this.#sourceNow(name);
    return source === null ? [] : this.#quickFaults.of(source);
  }

  /** The plan of the first system or machine; null where there is none, or where making it would take too long. */
  plan(): Plan | null {
    const { description, diagnostics } = this.judge();
    const isLarge = description.machines.some(({ cores }) => cores.length > mostCores);
    if (this.#plan === undefined) {
      const system = description.systems[0]?.name;
      const options = system === undefined ? {} : { system };
      this.#plan = isLarge || hasErrors(diagnostics) ? null : this.#compiler.compile(this.#roots, options).product.plan;
    }
    return this.#plan;
  }

  /** The layouts of all interfaces, which need no machine; empty while there are errors. */
  interfaces(): readonly PlanInterface[] {
    const { description, diagnostics } = this.judge();
    if (this.#interfaces === null) {
      const alone = { ...description, machines: [], systems: [] };
      const isPlanned = !hasErrors(diagnostics) && description.interfaces.length > 0;
      this.#interfaces = isPlanned ? (buildPlan(alone, {}).product?.interfaces ?? []) : [];
    }
    return this.#interfaces;
  }

  #readNoting(name: string): ReadResult {
    const result = this.#texts.read(fileBehind(name, this.#folder));
    this.#read.set(name, result);
    return result;
  }

  #readsAsItDid(): boolean {
    return [...this.#read].every(([name, before]) => {
      const now = this.#texts.read(fileBehind(name, this.#folder));
      return now === before || (now.kind === "text" && before.kind === "text" && now.text === before.text);
    });
  }
}
