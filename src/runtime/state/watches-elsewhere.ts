import type { Deadlines } from "../kernel/deadlines.ts";
import type { WatchOptions } from "./agreement.ts";
import { Alarm } from "./alarm.ts";
import type { Ask, AskedChange } from "./asks.ts";
import { operations } from "./operations.ts";
import type { ChangeBytes } from "./replicated-object.ts";
import { bufferOf, leavable } from "./watchers.ts";

/** Milliseconds until what nobody answers is asked again: watchers may have nothing to hear. */
const patience = 1000;

/** One watcher, and what it was told by the replica that is asked, and by others before. */
class Watch {
  /** Another for each replica that is asked. */
  ticket: number;
  /** Changes held for it there. */
  readonly buffer: number;
  /** Number of the last answer. */
  received = 0;
  /** What came after this answer was asked for. */
  asked = 0;
  fault: Error | null = null;
  isOver = false;
  /** Index of the latest change that it was told of; 0 where changes have none. */
  #seen = 0;
  readonly #changes: AskedChange[] = [];
  #wake: (() => void) | null = null;

  constructor(ticket: number, buffer: number) {
    this.ticket = ticket;
    this.buffer = buffer;
  }

  /** Whether it has read all that it was told. */
  get isIdle(): boolean {
    return this.#changes.length === 0 && !this.isOver;
  }

  /** What comes next; undefined while there is nothing. */
  take(): AskedChange | undefined {
    return this.#changes.shift();
  }

  accept(number: number, changes: readonly AskedChange[]): void {
    this.received = number;
    for (const change of changes) if (this.#isNews(change)) this.#changes.push(change);
    this.#rouse();
  }

  end(fault: Error | null): void {
    if (!this.isOver) this.fault = fault;
    this.isOver = true;
    this.#rouse();
  }

  /** Comes with the next answer, or the end. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  /** Another replica may not have got as far as the one that was asked before. */
  #isNews({ index }: AskedChange): boolean {
    if (this.#seen > 0 && index <= this.#seen) return false;
    this.#seen = index;
    return true;
  }

  #rouse(): void {
    this.#wake?.();
    this.#wake = null;
  }
}

/**
 * Watchers of an object that this kernel has no replica of. Each asks the replica for its next answer when it has read the last
 * one: no more than one is on its way, or waits here.
 */
export class WatchesElsewhere {
  readonly #ask: (ask: Ask) => void;
  readonly #alarm: Alarm;
  /** By ticket. */
  readonly #watches = new Map<number, Watch>();
  #lastTicket: number;
  /** Nothing comes any more: with what the watchers fail, or null where nobody has failed. */
  #end: { readonly fault: Error | null } | null = null;

  /** `lastTicket`: the one before the first. `ask`: asks the replica that is asked now. */
  constructor(deadlines: Deadlines, lastTicket: number, ask: (ask: Ask) => void) {
    this.#lastTicket = lastTicket;
    this.#ask = ask;
    this.#alarm = new Alarm(deadlines, () => this.askAgain());
  }

  /** Throws a RangeError for a buffer that cannot be. */
  add(options: WatchOptions): AsyncIterableIterator<ChangeBytes> {
    const watch = new Watch(++this.#lastTicket, bufferOf(options));
    this.#watches.set(watch.ticket, watch);
    if (this.#end === null) this.#askNext(watch);
    else watch.end(this.#end.fault);
    return leavable(this.#follow(watch), () => this.#leave(watch));
  }

  answered(ticket: number, number: number, changes: readonly AskedChange[]): void {
    const watch = this.#watches.get(ticket);
    if (watch !== undefined && number === watch.received + 1) watch.accept(number, changes);
  }

  /**
   * Another replica is asked from now on. The one before holds nothing for them any more: it would go on from what it has said
   * last, be that heard or not, should it be asked again. Who has heard nothing yet may have missed what it had to tell.
   */
  moveOn(): void {
    const watches = [...this.#watches.values()];
    this.#watches.clear();
    for (const watch of watches) {
      this.#ask({ kind: "unwatch", ticket: watch.ticket });
      watch.ticket = ++this.#lastTicket;
      watch.received = Math.max(watch.received, 1);
      this.#watches.set(watch.ticket, watch);
    }
  }

  askAgain(): void {
    for (const watch of this.#watches.values()) if (watch.isIdle) this.#askNext(watch);
  }

  /** For all, and for those who begin to watch later. */
  end(fault: Error | null): void {
    this.#end = { fault };
    this.#alarm.stop();
    for (const watch of this.#watches.values()) watch.end(fault);
  }

  async *#follow(watch: Watch): AsyncGenerator<ChangeBytes, void> {
    try {
      for (;;) {
        for (let change = watch.take(); change !== undefined; change = watch.take()) yield changeOf(change);
        if (watch.fault !== null) throw watch.fault;
        if (watch.isOver) return;
        if (watch.asked < watch.received) this.#askNext(watch);
        await watch.next();
      }
    } finally {
      this.#leave(watch);
    }
  }

  #leave(watch: Watch): void {
    if (this.#watches.delete(watch.ticket)) this.#ask({ kind: "unwatch", ticket: watch.ticket });
    watch.end(null);
  }

  #askNext(watch: Watch): void {
    const { ticket, received, buffer } = watch;
    watch.asked = received;
    this.#ask({ kind: "watch", ticket, received, buffer });
    this.#alarm.set(patience);
  }
}

function changeOf(change: AskedChange): ChangeBytes {
  if (change.kind === "change") return { ...change };
  const snapshot = change.entries.map(({ key, value }) => [key, value] as const);
  return { index: change.index, operation: operations.missed, snapshot };
}
