import type { Incarnation, Report } from "./evidence.ts";

/** What a kernel reports of itself. What changes it returns whether it did: then there is a next report. */
export class OwnReport {
  readonly #who: Incarnation;
  readonly #near: readonly number[];
  readonly #silent = new Set<number>();
  readonly #cut = new Set<number>();
  /** Objects that this kernel has the state of again. */
  #holds: readonly number[] = [];
  #version = 0;

  /** `near`: its neighbours. */
  constructor(who: Incarnation, near: readonly number[]) {
    this.#who = who;
    this.#near = near;
  }

  /** Nothing comes from a neighbour. */
  silent(neighbour: number): boolean {
    return this.#near.includes(neighbour) && grows(this.#silent, neighbour);
  }

  /** Something comes from it again. */
  heard(neighbour: number): boolean {
    return this.#silent.delete(neighbour);
  }

  /** The way to a neighbour and back is cut, or is whole again. */
  cut(neighbour: number, isCut: boolean): boolean {
    if (!isCut) return this.#cut.delete(neighbour);
    return this.#near.includes(neighbour) && grows(this.#cut, neighbour);
  }

  /** It has the state of an object again. */
  holds(object: number): boolean {
    if (this.#holds.includes(object)) return false;
    this.#holds = [...this.#holds, object];
    return true;
  }

  /** `partings`: how often it was left among too few. */
  next(partings: number): Report {
    const silent = [...new Set([...this.#silent, ...this.#cut])].sort((one, other) => one - other);
    return { ...this.#who, version: ++this.#version, partings, holds: this.#holds, silent };
  }
}

function grows(set: Set<number>, member: number): boolean {
  const { size } = set;
  return set.add(member).size > size;
}
