import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Location } from "vscode-languageserver";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { hasErrors, sortDiagnostics } from "../diagnostics/report.ts";
import { findMissingModules } from "../files/missing-modules.ts";
import type { Description } from "../model/description.ts";
import { type Compiler, createCompiler } from "../pipeline.ts";
import { buildPlan } from "../plan/build-plan.ts";
import type { Plan, PlanInterface } from "../plan/plan.ts";
import type { SourceFile, Span } from "../source/source-file.ts";
import type { ReadResult } from "../source/source-host.ts";
import { toRange } from "./positions.ts";
import { QuickFaults } from "./quick-faults.ts";
import { SymbolIndex } from "./symbols/symbol-index.ts";
import { fileBehind, type Texts } from "./texts.ts";

export interface Judged {
  readonly description: Description;
  readonly diagnostics: readonly Diagnostic[];
  readonly index: SymbolIndex;
}

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
  /** Of the last time, in milliseconds. */
  judgingTime = 0;
  #interfaces: readonly PlanInterface[] | null = null;

  constructor(folder: string, files: readonly string[], texts: Texts) {
    this.#folder = folder;
    this.#roots = files.map((file) => this.pathOf(file));
    this.#texts = texts;
    this.#compiler = createCompiler({ read: (name) => this.#readNoting(name) });
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

  source(name: string): SourceFile {
    const known = this.judge().description.files.find((file) => file.path === name);
    return known ?? { path: name, text: "" };
  }

  /** What is known of the files as they are now. */
  judge(): Judged {
    if (this.#judged !== null && this.#isCurrent()) return this.#judged;
    const began = performance.now();
    this.#read = new Map();
    this.#plan = undefined;
    this.#interfaces = null;
    const { product: description, diagnostics } = this.#compiler.judge(this.#roots);
    const missing = findMissingModules(description, this.#folder, diagnostics);
    const index = new SymbolIndex(this.#compiler.files());
    this.#judged = { description, index, diagnostics: sortDiagnostics([...diagnostics, ...missing]) };
    this.judgingTime = performance.now() - began;
    return this.#judged;
  }

  /** Faults of the syntax of a file as it is now, found without judging what it means. */
  syntaxFaults(name: string): readonly Diagnostic[] {
    const read = this.#texts.read(fileBehind(name, this.#folder));
    return read.kind === "text" ? this.#quickFaults.of({ path: name, text: read.text }) : [];
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

  #isCurrent(): boolean {
    return [...this.#read].every(([name, before]) => {
      const now = this.#texts.read(fileBehind(name, this.#folder));
      return now === before || (now.kind === "text" && before.kind === "text" && now.text === before.text);
    });
  }
}
