import { camelCase, pascalCase, type Scope } from "./names.ts";

/** Widest line of generated code. */
export const lineWidth = 120;

/** What a file takes from one module, collected while the file is printed. */
export class Imports {
  readonly #module: string;
  readonly #scope: Scope;
  readonly #prefix: string;
  readonly #renamed: ReadonlyMap<string, string>;
  readonly #locals = new Map<string, string>();
  readonly #taken = new Map<string, { readonly local: string; readonly isType: boolean }>();

  /**
   * `scope` is the file's: a name it has given out already is imported under another, with `prefix` in front. `renamed`:
   * what the module exports under another name than it is taken by.
   */
  constructor(module: string, scope: Scope, prefix = "", renamed: ReadonlyMap<string, string> = new Map()) {
    this.#module = module;
    this.#renamed = renamed;
    this.#prefix = prefix;
    this.#scope = scope;
  }

  /** Imports a value, or a class of which the value is used too; the answer is its name in this file. */
  value(name: string): string {
    return this.#take(name, false);
  }

  type(name: string): string {
    return this.#take(name, true);
  }

  /** What a name is called in this file if it is imported. */
  local(name: string): string {
    const known = this.#locals.get(name);
    if (known !== undefined) return known;
    const local = this.#scope.claim(this.#scope.has(name) ? this.#prefixed(name) : name);
    this.#locals.set(name, local);
    return local;
  }

  #prefixed(name: string): string {
    if (this.#prefix === "") return name;
    const prefix = /^[A-Z]/.test(name) ? pascalCase(this.#prefix) : camelCase(this.#prefix);
    return prefix + name.charAt(0).toUpperCase() + name.slice(1);
  }

  #take(name: string, isType: boolean): string {
    const known = this.#taken.get(name);
    const local = this.local(name);
    this.#taken.set(name, { local, isType: isType && (known?.isType ?? true) });
    return local;
  }

  /** The import declaration; null when nothing was taken. */
  print(): string | null {
    if (this.#taken.size === 0) return null;
    const names = [...this.#taken.keys()]
      .map((name) => ({ name, lower: name.toLowerCase() }))
      .sort(byName)
      .map(({ name }) => name);
    const typesOnly = [...this.#taken.values()].every(({ isType }) => isType);
    const specifiers = names.map((name) => this.#specifier(name, typesOnly));
    const keyword = typesOnly ? "import type" : "import";
    const oneLine = `${keyword} { ${specifiers.join(", ")} } from ${JSON.stringify(this.#module)};`;
    if (oneLine.length <= lineWidth) return oneLine;
    return `${keyword} {\n  ${specifiers.join(",\n  ")},\n} from ${JSON.stringify(this.#module)};`;
  }

  #specifier(name: string, typesOnly: boolean): string {
    const taken = this.#taken.get(name);
    const exported = this.#renamed.get(name) ?? name;
    const renamed = taken === undefined || taken.local === exported ? exported : `${exported} as ${taken.local}`;
    return taken?.isType && !typesOnly ? `type ${renamed}` : renamed;
  }
}

interface Sortable {
  readonly name: string;
  readonly lower: string;
}

function byName(left: Sortable, right: Sortable): number {
  if (left.lower !== right.lower) return left.lower < right.lower ? -1 : 1;
  return left.name < right.name ? -1 : 1;
}
