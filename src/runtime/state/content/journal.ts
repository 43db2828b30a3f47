import { rejection } from "../../agreement/result.ts";
import { operations } from "../operations.ts";
import type { Command, EntryBytes, Query } from "../replicated-object.ts";
import { noBytes } from "../value-codec.ts";
import { type Bounds, type Content, done, type Step, undone } from "./content.ts";
import { bytesOfNumber, numberOf } from "./numbers.ts";

/** A log: entries that are appended, each with the next number, and trimmed from the oldest on. */
export class Journal implements Content {
  readonly #bounds: Bounds;
  #first = 0;
  #values: Uint8Array[] = [];

  constructor(bounds: Bounds) {
    this.#bounds = bounds;
  }

  get size(): number {
    return this.#values.length;
  }

  query({ operation, key }: Query): Uint8Array | null {
    if (operation === operations.bounds) return joined(bytesOfNumber(this.#first), bytesOfNumber(this.#next));
    const number = operation === operations.get ? numberOf(key) : null;
    return number === null ? null : (this.#values[number - this.#first] ?? null);
  }

  *entries(): Generator<EntryBytes> {
    for (const [place, value] of this.#values.entries()) yield [bytesOfNumber(this.#first + place), value];
  }

  decide({ operation, key, value }: Command): Step {
    if (operation === operations.append) return this.#append(value);
    const before = operation === operations.trim ? numberOf(key) : null;
    if (before === null) return undone(rejection("it is no change that can be made to a log"));
    return this.#trim(Math.min(before, this.#next));
  }

  head(): Uint8Array {
    return bytesOfNumber(this.#first);
  }

  restore(head: Uint8Array, entries: readonly EntryBytes[]): boolean {
    const first = numberOf(head);
    if (first === null || entries.length > this.#bounds.capacity) return false;
    this.#first = first;
    this.#values = entries.map(([, value]) => value);
    return true;
  }

  merge(): boolean {
    return false;
  }

  stamp(command: Command): Command {
    return command;
  }

  get #next(): number {
    return this.#first + this.#values.length;
  }

  #append(value: Uint8Array): Step {
    if (value.length > this.#bounds.valueBytes) return undone(rejection("the entry is too long"));
    if (this.size >= this.#bounds.capacity) return undone(rejection("the log is full"));
    return done(() => this.#values.push(value), bytesOfNumber(this.#next));
  }

  #trim(before: number): Step {
    if (before <= this.#first) return done(null, noBytes);
    return done(() => {
      this.#values.splice(0, before - this.#first);
      this.#first = before;
    });
  }
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}
