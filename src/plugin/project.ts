/** The descriptions that a bundler has asked for, each compiled when something that it reads has changed. */
import path from "node:path";
import type { SourceMap } from "../algorithms/source-map.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { DeclarationFile } from "../emit/typescript/module/emit-module.ts";
import { type Compiler, createCompiler } from "../pipeline.ts";
import { compileDescription, worthSaying } from "./compile-description.ts";
import { declarationsFolder, writeDeclarations } from "./declarations.ts";
import type { SkerryOptions } from "./options.ts";
import { printJavaScript } from "./print-javascript.ts";
import { locate, Reading } from "./reading.ts";

export interface LoadedDescription {
  /** Null when the description is wrong, or nothing is in it that a program could use. */
  readonly code: string | null;
  /** From the code to the description; null without code. */
  readonly map: SourceMap | null;
  /** Errors and warnings, by place. */
  readonly diagnostics: readonly Diagnostic[];
  /** All that it was made from: when one of them changes, or comes to be, it has to be made again. Absolute. */
  readonly files: readonly string[];
  /** What stands in the way of declarations; null when nothing does. */
  readonly hindrance: string | null;
}

/** One description, with what is remembered of it. */
interface Unit {
  readonly reading: Reading;
  readonly compiler: Compiler;
  made: Promise<LoadedDescription> | null;
}

export class Project {
  /** Absolute. */
  root: string;
  readonly #options: SkerryOptions;
  readonly #units = new Map<string, Unit>();

  constructor(options: SkerryOptions) {
    this.#options = options;
    this.root = path.resolve(options.root ?? ".");
  }

  /** The module of the description at an absolute path. Its declarations, and those of all that it uses, are fresh then. */
  async load(file: string): Promise<LoadedDescription> {
    const loaded = await this.#refresh(file);
    const used = loaded.files.filter((other) => other !== file);
    if (loaded.code !== null) await Promise.all(used.map((other) => this.#refresh(other)));
    return loaded;
  }

  /** The description at an absolute path is gone. */
  forget(file: string): void {
    this.#units.delete(file);
    this.#declare(file, []);
  }

  /** How a reader knows the file that the description at `file` calls `name`. */
  showPath(name: string, file: string): string {
    if (name.startsWith("prelude/")) return name;
    const absolute = locate(name, path.dirname(file));
    const relative = path.relative(this.root, absolute);
    return (relative.startsWith("..") && relative.length > absolute.length ? absolute : relative)
      .split(path.sep)
      .join("/");
  }

  #refresh(file: string): Promise<LoadedDescription> {
    const unit = this.#unitOf(file);
    if (unit.made !== null && unit.reading.isFresh()) return unit.made;
    unit.reading.forget();
    unit.made = this.#make(file, unit);
    return unit.made;
  }

  #unitOf(file: string): Unit {
    const known = this.#units.get(file);
    if (known !== undefined) return known;
    const reading = new Reading(path.dirname(file));
    const unit: Unit = { reading, compiler: createCompiler(reading), made: null };
    this.#units.set(file, unit);
    return unit;
  }

  async #make(file: string, { reading, compiler }: Unit): Promise<LoadedDescription> {
    const name = path.basename(file);
    const compiling = compileDescription(name, compiler, this.#options.inPlace ?? false);
    // Compilation has read all by now, and waits for nothing but a solver.
    const files = reading.files();
    const text = reading.textOf(name);
    this.#options.onCompile?.(file);
    const { product, diagnostics } = await compiling;
    const printed = product === null ? null : await printJavaScript(product, { file, text });
    return {
      ...{ code: printed?.code ?? null, map: printed?.map ?? null },
      diagnostics: worthSaying(diagnostics),
      files,
      hindrance: product === null ? null : this.#declare(file, product.declarations),
    };
  }

  #declare(file: string, declarations: readonly DeclarationFile[]): string | null {
    const folder = declarationsFolder(file, this.root, this.#options.types ?? true);
    return folder === null ? null : writeDeclarations(folder, file, declarations);
  }
}
