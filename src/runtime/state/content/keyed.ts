import { rejection, supersession } from "../../agreement/result.ts";
import { operations } from "../operations.ts";
import type { Command, EntryBytes, Query } from "../replicated-object.ts";
import { noBytes } from "../value-codec.ts";
import { type Bounds, type Content, done, equalBytes, type Step, undone } from "./content.ts";

const malformed = undone(rejection("it is no change that can be made to it"));
const growing = undone(rejection("nothing is taken from a set that is agreed on by shootdown"));
const one = Uint8Array.of(1);
const zero = Uint8Array.of(0);

/**
 * Values by their keys, in the order in which the keys came: a map; a set, whose values are empty; a register, whose key is. One
 * that only grows is the same whatever the order in which it is told.
 */
export class Keyed implements Content {
  readonly #bounds: Bounds;
  readonly #onlyGrows: boolean;
  readonly #entries = new Map<string, EntryBytes>();

  constructor(bounds: Bounds, onlyGrows: boolean = false) {
    this.#bounds = bounds;
    this.#onlyGrows = onlyGrows;
  }

  get size(): number {
    return this.#entries.size;
  }

  query({ operation, key }: Query): Uint8Array | null {
    return operation === operations.get ? (this.#entries.get(nameOf(key))?.[1] ?? null) : null;
  }

  entries(): Iterable<EntryBytes> {
    return this.#entries.values();
  }

  decide({ operation, key, value, expected }: Command): Step {
    if (key.length > this.#bounds.keyBytes || value.length > this.#bounds.valueBytes) return malformed;
    switch (operation) {
      case operations.set:
      case operations.add:
        return this.#put(key, value);
      case operations.replace:
        return this.#meets(key, expected)
          ? this.#put(key, value)
          : undone(supersession("another value than expected is there"));
      case operations.delete:
      case operations.clear:
        return this.#onlyGrows ? growing : this.#remove(key);
      default:
        return malformed;
    }
  }

  head(): Uint8Array {
    return noBytes;
  }

  restore(_head: Uint8Array, entries: readonly EntryBytes[]): boolean {
    if (entries.length > this.#bounds.capacity) return false;
    this.#entries.clear();
    for (const entry of entries) this.#entries.set(nameOf(entry[0]), entry);
    return true;
  }

  merge(entries: readonly EntryBytes[]): boolean {
    for (const entry of entries) {
      const name = nameOf(entry[0]);
      if (!this.#entries.has(name) && this.size < this.#bounds.capacity) this.#entries.set(name, entry);
    }
    return true;
  }

  stamp(command: Command): Command {
    return command;
  }

  #put(key: Uint8Array, value: Uint8Array): Step {
    const name = nameOf(key);
    const known = this.#entries.get(name);
    if (known === undefined && this.size >= this.#bounds.capacity) return undone(rejection("it is full"));
    if (known !== undefined && equalBytes(known[1], value)) return done(null);
    return done(() => this.#entries.set(name, [key, value]));
  }

  #remove(key: Uint8Array): Step {
    const name = nameOf(key);
    return this.#entries.has(name) ? done(() => this.#entries.delete(name), one) : done(null, zero);
  }

  #meets(key: Uint8Array, expected: Command["expected"]): boolean {
    const known = this.#entries.get(nameOf(key));
    if (expected === "absent") return known === undefined;
    return expected === null || (known !== undefined && equalBytes(known[1], expected));
  }
}

/** Bytes as a key of a Map. */
function nameOf(key: Uint8Array): string {
  let name = "";
  for (const byte of key) name += String.fromCharCode(byte);
  return name;
}
