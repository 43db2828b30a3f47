import type { Heading } from "./message-writer.ts";
import { PriorityQueue } from "./priority-queue.ts";

/** A message that waits for room in the ring, or the rest of one. */
export interface WaitingMessage {
  readonly heading: Heading;
  /** The kind, and from bit 8 on the opcode. */
  readonly what: number;
  readonly correlation: number;
  readonly words: Int32Array;
  readonly total: number;
  /** Bytes already in the ring; -1 before the first fragment, which an empty message has too. */
  done: number;
  /** To be called when all of it has gone, or nobody is there any more to be sent it. */
  readonly sent: (() => void) | null;
}

/** The messages that wait for room in a ring: by their priority, and one that has begun to go before all others. */
export class Backlog {
  readonly #waiting = new PriorityQueue<WaitingMessage>();
  #begun: WaitingMessage | null = null;

  get length(): number {
    return this.#waiting.length + (this.#begun === null ? 0 : 1);
  }

  /** The one that is to go next. */
  get next(): WaitingMessage | undefined {
    return this.#begun ?? this.#waiting.peek();
  }

  add(message: WaitingMessage, priority: number): void {
    if (message.done >= 0) this.#begun = message;
    else this.#waiting.push(message, priority);
  }

  /** The {@link next} has come so far; whether all of it has gone. */
  went(message: WaitingMessage, done: number): boolean {
    message.done = done;
    const isGone = done >= message.total;
    if (done >= 0 && message !== this.#begun) this.#waiting.shift();
    this.#begun = done >= 0 && !isGone ? message : null;
    return isGone;
  }

  /** Swallows what is on its way to cores to which connections are cut. */
  forget(isCut: (core: number) => boolean): void {
    const isLost = ({ heading }: WaitingMessage): boolean => isCut(heading.cores & 0xffff);
    if (this.#begun !== null && isLost(this.#begun)) this.#dropBegun();
    for (const message of this.#waiting.takeAll(isLost)) message.sent?.();
  }

  /** Swallows everything. */
  clear(): void {
    this.#dropBegun();
    for (const message of this.#waiting.drain()) message.sent?.();
  }

  #dropBegun(): void {
    const begun = this.#begun;
    this.#begun = null;
    begun?.sent?.();
  }
}
