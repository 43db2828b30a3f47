import type { Draft, Publisher } from "../../stub.ts";
import { Scratch } from "../channels/scratch.ts";
import { Fifo } from "../fifo.ts";
import { frameKind } from "../frame.ts";

/** Where a subscriber's events go: its binding. */
export interface EventSink {
  sendWords(kind: number, opcode: number, correlation: number, words: Int32Array, bytes: number): void;
}

export interface EventSource {
  /** `most`: items the client may have room for. */
  subscribe(sink: EventSink, opcode: number, correlation: number, most: number): Subscriber;
}

/** An event that some subscribers have no room for yet. */
class HeldEvent {
  readonly words: Int32Array;
  readonly bytes: number;
  /** Resolves when nobody waits for it any more. */
  readonly done: Promise<void>;
  #remaining = 0;
  #resolve: () => void = () => {};

  constructor(words: Int32Array, bytes: number) {
    this.words = words.slice(0, (bytes + 3) >> 2);
    this.bytes = bytes;
    this.done = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  hold(): void {
    this.#remaining++;
  }

  release(): void {
    if (--this.#remaining === 0) this.#resolve();
  }
}

/** One client's subscription to one event, at the server. */
export class Subscriber {
  readonly #sink: EventSink;
  readonly #opcode: number;
  readonly #correlation: number;
  readonly #most: number;
  readonly #leave: (subscriber: Subscriber) => void;
  readonly #held = new Fifo<HeldEvent>();
  #room = 0;

  constructor(
    sink: EventSink,
    opcode: number,
    correlation: number,
    most: number,
    leave: (subscriber: Subscriber) => void,
  ) {
    this.#sink = sink;
    this.#opcode = opcode;
    this.#correlation = correlation;
    this.#most = most;
    this.#leave = leave;
  }

  /** Sends an event if the client has room for it. */
  offer(words: Int32Array, bytes: number): boolean {
    if (this.#room === 0 || this.#held.length > 0) return false;
    this.#send(words, bytes);
    return true;
  }

  hold(event: HeldEvent): void {
    event.hold();
    this.#held.push(event);
  }

  /** The client has room for more; false when it cannot have room for so many. */
  allow(items: number): boolean {
    if (this.#room + items > this.#most) return false;
    this.#room += items;
    while (this.#room > 0 && this.#held.length > 0) {
      const event = this.#held.shift();
      if (event === undefined) break;
      this.#send(event.words, event.bytes);
      event.release();
    }
    return true;
  }

  /** Sends what it holds back, whether the client has asked for it or not: it has room for that much, and takes it over. */
  giveAway(): void {
    for (const event of this.#held.drain()) {
      this.#sink.sendWords(frameKind.event, this.#opcode, this.#correlation, event.words, event.bytes);
      event.release();
    }
  }

  cancel(): void {
    this.#leave(this);
    for (const event of this.#held.drain()) event.release();
  }

  #send(words: Int32Array, bytes: number): void {
    this.#room--;
    this.#sink.sendWords(frameKind.event, this.#opcode, this.#correlation, words, bytes);
  }
}

const nobodyWaits: Promise<void> = Promise.resolve();
const nobody: ReadonlySet<Subscriber> = new Set();

/** An event from before all those had subscribed who had with the instance before. */
interface EarlyEvent {
  readonly opcode: number;
  readonly words: Int32Array;
  readonly bytes: number;
  readonly sent: () => void;
}

/** The events of one service instance. */
export class EventPublisher implements Publisher, EventSource {
  readonly #scratch = new Scratch();
  /** Subscriptions that are still to come. */
  #expected: number;
  #early: EarlyEvent[] | null;
  readonly #subscribers = new Map<number, Set<Subscriber>>();

  /** `expected`: subscriptions that were made with the instance before this one; until they are here again, events wait. */
  constructor(expected: number = 0) {
    this.#expected = expected;
    this.#early = expected > 0 ? [] : null;
  }

  /** Waits for nobody any more. */
  open(): void {
    const early = this.#early ?? [];
    this.#early = null;
    for (const { opcode, words, bytes, sent } of early) void this.#publish(opcode, words, bytes).then(sent);
  }

  subscribe(sink: EventSink, opcode: number, correlation: number, most: number): Subscriber {
    const known = this.#subscribers.get(opcode);
    const subscribers = known ?? new Set();
    if (known === undefined) this.#subscribers.set(opcode, subscribers);
    const subscriber = new Subscriber(sink, opcode, correlation, most, (leaving) => subscribers.delete(leaving));
    subscribers.add(subscriber);
    if (--this.#expected === 0) this.open();
    return subscriber;
  }

  draft(bytes: number): Draft {
    return this.#scratch.reserve(bytes);
  }

  publish(_draft: Draft, opcode: number, bytes: number): Promise<void> {
    this.#scratch.take();
    return this.#early === null
      ? this.#publish(opcode, this.#scratch.words, bytes)
      : this.#keep(this.#early, opcode, bytes);
  }

  tryPublish(_draft: Draft, opcode: number, bytes: number): number {
    this.#scratch.take();
    // As if it were one that has no room.
    if (this.#early !== null) return 1;
    let without = 0;
    for (const subscriber of this.#subscribers.get(opcode) ?? nobody) {
      if (!subscriber.offer(this.#scratch.words, bytes)) without++;
    }
    return without;
  }

  #publish(opcode: number, words: Int32Array, bytes: number): Promise<void> {
    let held: HeldEvent | null = null;
    for (const subscriber of this.#subscribers.get(opcode) ?? nobody) {
      if (subscriber.offer(words, bytes)) continue;
      held ??= new HeldEvent(words, bytes);
      subscriber.hold(held);
    }
    return held === null ? nobodyWaits : held.done;
  }

  #keep(early: EarlyEvent[], opcode: number, bytes: number): Promise<void> {
    const words = this.#scratch.words.slice(0, (bytes + 3) >> 2);
    return new Promise((sent) => early.push({ opcode, words, bytes, sent }));
  }
}
