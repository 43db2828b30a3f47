/**
 * Names in generated code. What the description names keeps its name; whatever is generated steps aside: a name that
 * is taken gets an underscore behind it.
 */

export { camelCase, kebabCase, pascalCase } from "../../algorithms/letter-case.ts";

/** Names of one scope of generated code, each given out once. */
export class Scope {
  /** From the start; scopes of one kind share it. */
  readonly #kept: ReadonlySet<string>;
  /** The scope this one lies in; nothing more may be claimed there while this one is used. */
  readonly #around: Scope | null;
  readonly #taken = new Set<string>();

  constructor(kept: ReadonlySet<string>, around: Scope | null = null) {
    this.#kept = kept;
    this.#around = around;
  }

  has(name: string): boolean {
    return this.#taken.has(name) || (this.#around?.has(name) ?? false);
  }

  /** The name itself, with an underscore behind it for each time it is taken. */
  claim(preferred: string): string {
    let name = preferred;
    while (this.#kept.has(name) || this.has(name)) name += "_";
    this.#taken.add(name);
    return name;
  }

  claimAll(preferred: readonly string[]): readonly string[] {
    return preferred.map((name) => this.claim(name));
  }

  /** A scope inside this one, where what is taken stays taken. */
  open(): Scope {
    return new Scope(this.#kept, this);
  }
}

/** Cannot name a variable in a strict module. */
const reservedWords: readonly string[] = (
  "arguments await break case catch class const continue debugger default delete do else enum eval export extends " +
  "false finally for function if implements import in instanceof interface let new null package private protected " +
  "public return static super switch this throw true try typeof undefined var void while with yield"
).split(" ");

/** Types of TypeScript's own, and globals that generated code uses. */
const globalNames: readonly string[] = (
  "any bigint boolean never number object string symbol unknown " +
  "AsyncIterable AsyncIterableIterator BigInt Error Iterable Math Number Object Promise Record String Uint8Array " +
  "exports globalThis require"
).split(" ");

/** What generated functions call their parameters and locals: no function that they call may have such a name. */
export const localNames: readonly string[] =
  "base bytes call detail done draft failure field index item member reply server store value".split(" ");

const keptInModules: ReadonlySet<string> = new Set([...reservedWords, ...globalNames]);
const keptInFunctions: ReadonlySet<string> = new Set([...reservedWords, "Promise", "Math", "BigInt", "String"]);
const keptInClasses: ReadonlySet<string> = new Set(["constructor", "then", "__proto__"]);
const keptInObjects: ReadonlySet<string> = new Set(["__proto__"]);

export function moduleScope(): Scope {
  return new Scope(keptInModules);
}

export function functionScope(): Scope {
  return new Scope(keptInFunctions);
}

/**
 * Members of a class. `then` is kept free because an object with such a method cannot be awaited or returned from an
 * async function.
 */
export function memberScope(): Scope {
  return new Scope(keptInClasses);
}

/** What every object has: an absent property of such a name would not read as undefined. */
const inheritedNames: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/** The properties that hold fields. */
export function nameProperties(
  fields: readonly { readonly name: string; readonly presence: number | null }[],
): readonly string[] {
  const scope = propertyScope();
  return fields.map(({ name, presence }) =>
    scope.claim(presence !== null && inheritedNames.has(name) ? `${name}_` : name),
  );
}

/** Properties of an object literal, where `__proto__` would set the prototype. */
export function propertyScope(): Scope {
  return new Scope(keptInObjects);
}
