import type { CallOptions } from "../stub.ts";
import type { KernelHost } from "./host.ts";

/** Done, or not begun: it ends at no time. */
const never = Number.POSITIVE_INFINITY;

/** Something that ends at a time unless it is done before. */
export abstract class Expiring {
  deadline = never;
  /** Milliseconds; below 0 when it is done. */
  timeout = -1;
  /** Among those that begin with the next tick, whether or not it was done meanwhile. */
  fresh = false;
  /** Among those that have begun; -1 when it is not there. */
  place = -1;

  abstract expire(): void;
}

/** Milliseconds a call waits unless it says otherwise. */
export const defaultTimeout = 5000;

/** Why a call with such options cannot be made; null when it can. */
export function faultOf({ signal, timeout }: CallOptions): { readonly reason: unknown } | null {
  if (signal?.aborted === true) return { reason: signal.reason };
  const fault = timeoutFault({ timeout });
  return fault === null ? null : { reason: fault };
}

/** Null for a time that can be waited for. */
export function timeoutFault({ timeout }: { readonly timeout?: number | undefined } = {}): RangeError | null {
  if (timeout === undefined || timeout >= 0) return null;
  return new RangeError(`a timeout of ${timeout} ms where 0 or more can be`);
}

type DeadlineHost = Pick<KernelHost, "now" | "alarm" | "ticking">;

/**
 * What ends at a time, in no order: nearly all of it is done long before. Where the clock ticks all the time, what is done
 * within a tick has cost neither a look at the clock nor a place in here.
 */
export class Deadlines {
  readonly #host: DeadlineHost;
  readonly #entries: Expiring[] = [];
  readonly #fresh: Expiring[] = [];
  #alarm = never;

  constructor(host: DeadlineHost) {
    this.#host = host;
  }

  add(entry: Expiring, milliseconds: number): void {
    entry.timeout = milliseconds;
    if (!this.#host.ticking) this.#begin(entry, this.#host.now());
    else if (!entry.fresh) {
      entry.fresh = true;
      this.#fresh.push(entry);
    }
  }

  /** The clock has moved on: the time of those that were added since the last tick begins. */
  tick(): void {
    if (this.#fresh.length === 0) return;
    const now = this.#host.now();
    for (const entry of this.#fresh) {
      entry.fresh = false;
      if (entry.timeout >= 0) this.#begin(entry, now);
    }
    this.#fresh.length = 0;
  }

  remove(entry: Expiring): void {
    entry.timeout = -1;
    if (entry.place >= 0) this.#drop(entry);
  }

  /** Expires what is due, what was due first before the others, and asks for the next alarm. */
  expire(): void {
    this.#alarm = never;
    const now = this.#host.now();
    const due = this.#entries.filter(({ deadline }) => deadline <= now).sort(byDeadline);
    for (const entry of due) {
      // Another's end may have been its own, or have begun it anew.
      if (entry.deadline > now) continue;
      this.remove(entry);
      entry.expire();
    }
    let next = never;
    for (const { deadline } of this.#entries) next = Math.min(next, deadline);
    this.#askAlarm(next);
  }

  #begin(entry: Expiring, now: number): void {
    if (entry.place >= 0) this.#drop(entry);
    if (entry.timeout === never) return;
    entry.deadline = now + entry.timeout;
    entry.place = this.#entries.push(entry) - 1;
    this.#askAlarm(entry.deadline);
  }

  #drop(entry: Expiring): void {
    const last = this.#entries.pop();
    if (last !== undefined && last !== entry) {
      this.#entries[entry.place] = last;
      last.place = entry.place;
    }
    entry.place = -1;
    entry.deadline = never;
  }

  #askAlarm(at: number): void {
    if (at >= this.#alarm) return;
    this.#alarm = at;
    this.#host.alarm(at);
  }
}

function byDeadline(one: Expiring, other: Expiring): number {
  return one.deadline - other.deadline;
}
