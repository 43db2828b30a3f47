import { Fifo } from "../kernel/fifo.ts";
import type { WatchOptions } from "./agreement.ts";
import { operations } from "./operations.ts";
import type { ChangeBytes, EntryBytes } from "./replicated-object.ts";

type SingleChange = Exclude<ChangeBytes, { operation: 255 }>;

/** What a watcher can be told anew when it has missed something. */
export interface Watched {
  readonly index: number;
  entries(): Iterable<EntryBytes>;
}

const defaultBuffer = 64;
export const largestBuffer = 4096;

/** Changes for one who may be slow: so many are held, then it is told that it has missed some, and what there is now. */
export class Watcher {
  readonly #watched: Watched;
  readonly #buffer: number;
  readonly #leave: (watcher: Watcher) => void;
  readonly #changes = new Fifo<SingleChange>();
  #hasMissed = false;
  #isOver = false;
  #fault: Error | null = null;
  #wake: (() => void) | null = null;

  constructor(watched: Watched, buffer: number, leave: (watcher: Watcher) => void) {
    this.#watched = watched;
    this.#buffer = buffer;
    this.#leave = leave;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Why nothing will come any more; null where nobody has failed. */
  get fault(): Error | null {
    return this.#fault;
  }

  offer(change: SingleChange): void {
    if (this.#changes.length >= this.#buffer) this.miss();
    else if (!this.#hasMissed) this.#changes.push(change);
    this.#rouse();
  }

  /** What it is told next is all there is. */
  miss(): void {
    for (const _ of this.#changes.drain());
    this.#hasMissed = true;
    this.#rouse();
  }

  /** What it has not been told; null while there is nothing. */
  take(): ChangeBytes | null {
    if (!this.#hasMissed) return this.#changes.shift() ?? null;
    this.#hasMissed = false;
    return { index: this.#watched.index, operation: operations.missed, snapshot: [...this.#watched.entries()] };
  }

  /** Calls back once there is something to take, or nothing will come any more. */
  whenReady(callback: () => void): void {
    this.#wake = callback;
    if (this.#isOver || this.#hasMissed || this.#changes.length > 0) this.#rouse();
  }

  end(fault: Error | null = null): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#fault = fault;
    this.#leave(this);
    this.#rouse();
  }

  #rouse(): void {
    const wake = this.#wake;
    this.#wake = null;
    wake?.();
  }
}

/** Everybody who watches one replica. */
export class Watchers {
  readonly #watched: Watched;
  readonly #watchers = new Set<Watcher>();
  #isOver = false;
  #fault: Error | null = null;

  constructor(watched: Watched) {
    this.#watched = watched;
  }

  add(options: WatchOptions = {}): Watcher {
    const watcher = new Watcher(this.#watched, bufferOf(options), (leaving) => this.#watchers.delete(leaving));
    if (this.#isOver) watcher.end(this.#fault);
    else this.#watchers.add(watcher);
    return watcher;
  }

  tell(change: SingleChange): void {
    for (const watcher of this.#watchers) watcher.offer(change);
  }

  /** The state was taken over from another replica. */
  miss(): void {
    for (const watcher of this.#watchers) watcher.miss();
  }

  /** For all, and for those who begin to watch later. `fault`: what they fail with once they have been told what there was. */
  end(fault: Error | null = null): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#fault = fault;
    for (const watcher of [...this.#watchers]) watcher.end(fault);
  }
}

/** Throws a RangeError for a buffer that cannot be. */
export function bufferOf({ buffer = defaultBuffer }: WatchOptions): number {
  if (Number.isInteger(buffer) && buffer >= 1 && buffer <= largestBuffer) return buffer;
  throw new RangeError(`a buffer of ${buffer} changes where 1 to ${largestBuffer} can be`);
}

/** One change after another, as they come. */
export function changesOf(watcher: Watcher): AsyncIterableIterator<ChangeBytes> {
  return leavable(follow(watcher), () => watcher.end());
}

/** `leave` is called when nobody reads on, also where nobody has begun to, or waits for the next. May be called again. */
export function leavable<Change>(
  changes: AsyncGenerator<Change, void>,
  leave: () => void,
): AsyncIterableIterator<Change> {
  const left: AsyncIterableIterator<Change> = {
    [Symbol.asyncIterator]: () => left,
    next: () => changes.next(),
    return: () => {
      leave();
      return changes.return();
    },
  };
  return left;
}

async function* follow(watcher: Watcher): AsyncGenerator<ChangeBytes, void> {
  try {
    for (;;) {
      for (let change = watcher.take(); change !== null; change = watcher.take()) yield change;
      if (watcher.fault !== null) throw watcher.fault;
      if (watcher.isOver) return;
      await new Promise<void>((resolve) => watcher.whenReady(resolve));
    }
  } finally {
    watcher.end();
  }
}
