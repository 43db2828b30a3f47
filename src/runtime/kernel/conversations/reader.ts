import type { DeclaredFailure } from "../../errors.ts";
import type { Decode, OperationFacts, SubscribeOptions } from "../../stub.ts";
import { Fifo } from "../fifo.ts";
import { type Frame, frameKind } from "../frame.ts";
import { onAbort } from "../on-abort.ts";
import type { Conversation, ConversationOwner } from "./conversation.ts";
import { failureOf } from "./failure.ts";

const defaultBuffer = 16;
const largestBuffer = 4096;

interface Next<Item> {
  readonly resolve: (result: IteratorResult<Item, undefined>) => void;
  readonly reject: (reason: unknown) => void;
}

/** Most items under way of an operation, whether its description says `window` or not. */
export function mostItems(window: number | undefined): number {
  return window ?? largestBuffer;
}

/** Items held for a consumer unless it says otherwise. Throws for a buffer that cannot be. */
export function bufferOf(options: SubscribeOptions | undefined, window: number | undefined): number {
  const buffer = options?.buffer ?? window ?? defaultBuffer;
  const most = mostItems(window);
  if (!Number.isInteger(buffer) || buffer < 1 || buffer > most) {
    throw new RangeError(`a buffer of ${buffer} items where 1 to ${most} can be`);
  }
  return buffer;
}

/**
 * A stream's items or a service's events at their client, or what a client sends up at its server. The other end sends only what the buffer can take: `granted` counts
 * the items that may still come, and is raised, a quarter of the buffer at a time, as the consumer takes them.
 */
export class Reader<Item> implements AsyncIterableIterator<Item, undefined>, Conversation {
  correlation = 0;
  /** Of a service's events: it has no end of its own, and can go on with another instance. */
  isSubscription = false;
  /** More may come than was asked for: the other end gives away what it held back. */
  mayOverflow = false;
  readonly buffer: number;
  readonly facts: OperationFacts | undefined;
  readonly #owner: ConversationOwner;
  readonly #decode: Decode<Item>;
  readonly #failure: Decode<DeclaredFailure<unknown>> | null;
  readonly #items = new Fifo<Item>();
  readonly #nexts = new Fifo<Next<Item>>();
  #granted: number;
  #taken = 0;
  /** No more items come. */
  #ended = false;
  /** What the consumer is to see once, after the items. */
  #error: { readonly reason: unknown } | null = null;
  #ignoreAbort: (() => void) | null = null;

  constructor(
    owner: ConversationOwner,
    decode: Decode<Item>,
    failure: Decode<DeclaredFailure<unknown>> | null,
    options: SubscribeOptions | undefined,
    facts: OperationFacts | undefined,
  ) {
    this.buffer = bufferOf(options, facts?.window);
    this.facts = facts;
    this.#owner = owner;
    this.#decode = decode;
    this.#failure = failure;
    this.#granted = this.buffer;
    if (options?.signal !== undefined) this.#heed(options.signal);
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Items that may come. */
  get granted(): number {
    return Math.max(0, this.#granted);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<Item, undefined>> {
    if (this.#items.length > 0) return Promise.resolve({ value: this.#take(), done: false });
    if (this.#error !== null) return Promise.reject(this.#takeError());
    if (this.#ended) return Promise.resolve({ value: undefined, done: true });
    return new Promise((resolve, reject) => this.#nexts.push({ resolve, reject }));
  }

  /** The consumer wants no more. */
  return(): Promise<IteratorResult<Item, undefined>> {
    for (const _ of this.#items.drain());
    this.#error = null;
    if (!this.#ended) {
      this.#end(null);
      this.#owner.abandon(this.correlation);
    }
    return Promise.resolve({ value: undefined, done: true });
  }

  accept(frame: Frame): boolean {
    switch (frame.kind) {
      case frameKind.item:
      case frameKind.event:
        return this.acceptItem(frame);
      case frameKind.end:
        return this.acceptEnd(null);
      case frameKind.failure:
      case frameKind.fault:
        return this.acceptEnd({ reason: this.#failureOf(frame) });
      default:
        return false;
    }
  }

  /** False when there was no room for it. */
  acceptItem(frame: Frame): boolean {
    if (this.#ended) {
      this.#owner.unread(frame, this.#decode);
      return true;
    }
    if (this.#granted <= 0 && !this.mayOverflow) return false;
    this.#granted--;
    try {
      this.#items.push(this.#decode(frame.store, frame.at, frame.bytes));
    } catch (error) {
      this.#giveUp(error);
      return true;
    }
    const next = this.#nexts.shift();
    next?.resolve({ value: this.#take(), done: false });
    return true;
  }

  acceptEnd(error: { readonly reason: unknown } | null): boolean {
    this.#owner.close(this.correlation);
    if (!this.#ended) this.#end(error);
    return true;
  }

  fail(error: unknown): void {
    if (!this.#ended) this.#end({ reason: error });
  }

  /** The caller's signal, or a message that cannot be read: tells the server too. */
  #giveUp(reason: unknown): void {
    if (this.#ended) return;
    this.#end({ reason });
    this.#owner.abandon(this.correlation);
  }

  #heed(signal: AbortSignal): void {
    if (signal.aborted) this.#end({ reason: signal.reason });
    else this.#ignoreAbort = onAbort(signal, () => this.#giveUp(signal.reason));
  }

  #failureOf(frame: Frame): unknown {
    try {
      return failureOf(frame, this.#owner.service, this.#failure);
    } catch (error) {
      return error;
    }
  }

  #take(): Item {
    this.#taken++;
    if (!this.#ended && this.#taken >= Math.max(1, this.buffer >> 2)) {
      const before = this.granted;
      this.#granted += this.#taken;
      this.#taken = 0;
      if (this.granted > before) this.#owner.demand(this.correlation, this.granted - before);
    }
    return this.#items.shift() as Item;
  }

  #takeError(): unknown {
    const reason = this.#error?.reason;
    this.#error = null;
    return reason;
  }

  #end(error: { readonly reason: unknown } | null): void {
    this.#ended = true;
    this.#error = error;
    this.#ignoreAbort?.();
    for (const next of this.#nexts.drain()) {
      if (this.#error !== null) next.reject(this.#takeError());
      else next.resolve({ value: undefined, done: true });
    }
  }
}
