import type { Core } from "../../model/machine.ts";
import type { Copy, CopyBuffer } from "./copies.ts";
import { messageTime, type RouteLatency } from "./placement.ts";
import type { Question } from "./question.ts";
import type { Seating } from "./seating.ts";
import type { Term } from "./terms.ts";

/** What a placement costs; less of an earlier one is worth any amount of a later one. */
export interface Cost {
  /** Pairs of copies that share a core. */
  readonly crowding: number;
  /** Picoseconds to what programs want to be near. */
  readonly nearness: number;
  /** Picoseconds of messages and of reads, each times how often. */
  readonly time: number;
}

/** Whether a cost is lower by more than rounding. */
export function isLess(a: Cost, b: Cost): boolean {
  if (a.crowding !== b.crowding) return a.crowding < b.crowding;
  if (differ(a.nearness, b.nearness)) return a.nearness < b.nearness;
  return differ(a.time, b.time) && a.time < b.time;
}

function differ(a: number, b: number): boolean {
  return Math.abs(a - b) > 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));
}

/** The cost of each term as things lie now; what lies nowhere costs nothing yet. */
export function costOfTerm(term: Term, seating: Seating, latency: RouteLatency): number {
  switch (term.kind) {
    case "near": {
      const core = seating.coreOf(term.copy);
      return core === null ? 0 : term.distance(core);
    }
    case "nearService":
      return nearestOf(term.copy, term.others, seating, latency);
    case "use":
      return term.weight * nearestOf(term.copy, term.others, seating, latency);
    case "forwarded": {
      const memory = seating.memoryOf(term.buffer);
      return memory === null ? 0 : term.weight * term.distance(memory);
    }
    case "read": {
      const memory = seating.memoryOf(term.buffer);
      const cores = memory === null ? [] : placedOf(term.readers, seating);
      if (memory === null || cores.length === 0) return 0;
      return (term.weight * cores.reduce((sum, core) => sum + term.distance(core, memory), 0)) / cores.length;
    }
  }
}

export function isNearness({ kind }: Term): boolean {
  return kind === "near" || kind === "nearService";
}

function placedOf(copies: readonly Copy[], seating: Seating): readonly Core[] {
  return copies.flatMap((copy) => seating.coreOf(copy) ?? []);
}

function nearestOf(copy: Copy, others: readonly Copy[], seating: Seating, latency: RouteLatency): number {
  const core = seating.coreOf(copy);
  if (core === null) return 0;
  let least = Number.POSITIVE_INFINITY;
  let isPlaced = false;
  for (const other of others) {
    const place = seating.coreOf(other);
    if (place === null) continue;
    isPlaced = true;
    const time = messageTime(latency, core, place);
    if (time < least) least = time;
  }
  return isPlaced ? least : 0;
}

/** Keeps account of what a seating costs while things are moved about in it. */
export class Ledger {
  readonly seating: Seating;
  readonly terms: readonly Term[];
  readonly #latency: RouteLatency;
  readonly #values: number[];
  readonly #ofCopy: readonly (readonly number[])[];
  readonly #ofBuffer: readonly (readonly number[])[];
  #crowding = 0;
  #nearness = 0;
  #time = 0;

  constructor(seating: Seating, terms: readonly Term[], latency: RouteLatency) {
    this.seating = seating;
    this.terms = terms;
    this.#latency = latency;
    const { question } = seating;
    this.#ofCopy = indexTerms(question.copies.length, terms, copiesOf);
    this.#ofBuffer = indexTerms(question.buffers.length, terms, buffersOf);
    this.#values = terms.map((term) => costOfTerm(term, seating, latency));
    this.#values.forEach((value, at) => {
      this.#add(at, value);
    });
    this.#crowding = crowdingOf(seating, question);
  }

  get cost(): Cost {
    return { crowding: this.#crowding, nearness: this.#nearness, time: this.#time };
  }

  /** Puts a copy on a core, wherever it was before; null takes it away. The rules are not asked. */
  move(copy: Copy, core: Core | null): void {
    const before = this.seating.coreOf(copy);
    if (before !== null) this.#crowding -= this.seating.loadOf(before) - 1;
    this.seating.take(copy);
    if (core !== null) {
      this.#crowding += this.seating.loadOf(core);
      this.seating.put(copy, core);
    }
    this.#renew(this.#ofCopy[copy.index] ?? []);
  }

  moveBuffer(buffer: CopyBuffer, memory: Parameters<Seating["putBuffer"]>[1] | null): void {
    this.seating.takeBuffer(buffer);
    if (memory !== null) this.seating.putBuffer(buffer, memory);
    this.#renew(this.#ofBuffer[buffer.index] ?? []);
  }

  #renew(terms: readonly number[]): void {
    for (const at of terms) {
      const term = this.terms[at];
      if (term === undefined) continue;
      const value = costOfTerm(term, this.seating, this.#latency);
      this.#add(at, value - (this.#values[at] ?? 0));
      this.#values[at] = value;
    }
  }

  #add(at: number, value: number): void {
    const term = this.terms[at];
    if (term !== undefined && isNearness(term)) this.#nearness += value;
    else this.#time += value;
  }
}

function crowdingOf(seating: Seating, { copies }: Question): number {
  const cores = new Set(copies.flatMap((copy) => seating.coreOf(copy) ?? []));
  return [...cores].reduce((sum, core) => sum + (seating.loadOf(core) * (seating.loadOf(core) - 1)) / 2, 0);
}

function indexTerms(
  count: number,
  terms: readonly Term[],
  indicesOf: (term: Term) => readonly number[],
): readonly (readonly number[])[] {
  const byIndex: number[][] = Array.from({ length: count }, () => []);
  terms.forEach((term, at) => {
    for (const index of new Set(indicesOf(term))) byIndex[index]?.push(at);
  });
  return byIndex;
}

function copiesOf(term: Term): readonly number[] {
  switch (term.kind) {
    case "near":
      return [term.copy.index];
    case "nearService":
    case "use":
      return [term.copy, ...term.others].map(({ index }) => index);
    case "forwarded":
      return [];
    case "read":
      return term.readers.map(({ index }) => index);
  }
}

function buffersOf(term: Term): readonly number[] {
  return term.kind === "forwarded" || term.kind === "read" ? [term.buffer.index] : [];
}
