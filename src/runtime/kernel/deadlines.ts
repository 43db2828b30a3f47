import type { CallOptions } from "../stub.ts";
import type { KernelHost } from "./host.ts";

/** Something that ends at a time unless it is done before. */
export abstract class Expiring {
  deadline = Number.POSITIVE_INFINITY;
  earlier: Expiring | null = null;
  later: Expiring | null = null;
  /** In the heap; -1 when it is not there. */
  place = -1;
  listed = false;

  abstract expire(): void;
}

/** Milliseconds a call waits unless it says otherwise. */
export const defaultTimeout = 5000;

/** Why a call with such options cannot be made; null when it can. */
export function faultOf({ signal, timeout }: CallOptions): { readonly reason: unknown } | null {
  if (signal?.aborted === true) return { reason: signal.reason };
  if (timeout === undefined || timeout >= 0) return null;
  return { reason: new RangeError(`a timeout of ${timeout} ms where 0 or more can be`) };
}

type DeadlineHost = Pick<KernelHost, "now" | "alarm" | "ticking">;

/**
 * Calls in the order of their deadlines. Nearly all have the same timeout, so that they expire in the order they were made
 * and a list does; the others lie in a heap. Adding to and removing from the list is constant time.
 */
export class Deadlines {
  readonly #host: DeadlineHost;
  readonly #heap: Expiring[] = [];
  #oldest: Expiring | null = null;
  #newest: Expiring | null = null;
  /** The oldest of those in the list whose time begins with the next tick. */
  #timeless: Expiring | null = null;
  #alarm = Number.POSITIVE_INFINITY;

  constructor(host: DeadlineHost) {
    this.#host = host;
  }

  add(entry: Expiring, milliseconds: number): void {
    if (milliseconds === defaultTimeout) {
      this.#append(entry);
      this.#timeless ??= entry;
      if (!this.#host.ticking) this.tick();
    } else if (milliseconds !== Number.POSITIVE_INFINITY) {
      entry.deadline = this.#host.now() + milliseconds;
      this.#raise(entry, this.#heap.push(entry) - 1);
      this.#askAlarm(entry.deadline);
    }
  }

  /** The clock has moved on: the time of those that were added since the last tick begins. */
  tick(): void {
    if (this.#timeless === null) return;
    const deadline = this.#host.now() + defaultTimeout;
    for (let entry: Expiring | null = this.#timeless; entry !== null; entry = entry.later) entry.deadline = deadline;
    this.#timeless = null;
    this.#askAlarm(deadline);
  }

  remove(entry: Expiring): void {
    if (entry.listed) this.#unlink(entry);
    else if (entry.place >= 0) this.#unheap(entry);
  }

  /** Expires what is due and asks for the next alarm. */
  expire(): void {
    const now = this.#host.now();
    this.#alarm = Number.POSITIVE_INFINITY;
    for (let due = this.#first(); due !== null && due.deadline <= now; due = this.#first()) {
      this.remove(due);
      due.expire();
    }
    const next = this.#first();
    if (next !== null) this.#askAlarm(next.deadline);
  }

  #askAlarm(at: number): void {
    if (at >= this.#alarm) return;
    this.#alarm = at;
    this.#host.alarm(at);
  }

  #first(): Expiring | null {
    const top = this.#heap[0] ?? null;
    if (top === null || this.#oldest === null) return top ?? this.#oldest;
    return top.deadline < this.#oldest.deadline ? top : this.#oldest;
  }

  #append(entry: Expiring): void {
    entry.listed = true;
    entry.earlier = this.#newest;
    if (this.#newest === null) this.#oldest = entry;
    else this.#newest.later = entry;
    this.#newest = entry;
  }

  #unlink(entry: Expiring): void {
    if (entry === this.#timeless) this.#timeless = entry.later;
    if (entry.earlier === null) this.#oldest = entry.later;
    else entry.earlier.later = entry.later;
    if (entry.later === null) this.#newest = entry.earlier;
    else entry.later.earlier = entry.earlier;
    entry.earlier = null;
    entry.later = null;
    entry.listed = false;
  }

  #unheap(entry: Expiring): void {
    const place = entry.place;
    const last = this.#heap.pop();
    entry.place = -1;
    if (last === undefined || last === entry) return;
    this.#raise(last, place);
    this.#lower(last);
  }

  #raise(entry: Expiring, from: number): void {
    let place = from;
    while (place > 0) {
      const parent = this.#heap[(place - 1) >> 1];
      if (parent === undefined || parent.deadline <= entry.deadline) break;
      this.#put(parent, place);
      place = (place - 1) >> 1;
    }
    this.#put(entry, place);
  }

  #lower(entry: Expiring): void {
    for (let place = entry.place; ; ) {
      const left = this.#heap[2 * place + 1];
      const right = this.#heap[2 * place + 2];
      const child = right !== undefined && left !== undefined && right.deadline < left.deadline ? right : left;
      if (child === undefined || child.deadline >= entry.deadline) {
        this.#put(entry, place);
        return;
      }
      const next = child.place;
      this.#put(child, place);
      place = next;
      entry.place = next;
    }
  }

  #put(entry: Expiring, place: number): void {
    this.#heap[place] = entry;
    entry.place = place;
  }
}
