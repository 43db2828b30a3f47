import type { Store } from "../../codec/store.ts";
import { type CallOwner, IncomingCall } from "./incoming-call.ts";
import type { Subscriber } from "./publisher.ts";

/** What a client has under way at its server: calls and streams, messages, and subscriptions. */
export class OpenRequests {
  /** How many have a correlation: calls and streams that are kept, and subscriptions. */
  count = 0;
  /** A call that was done at once, and that nobody has kept: the next request may be served by it. */
  spare: IncomingCall | null = null;
  /** By correlation. */
  readonly #calls = new Map<number, IncomingCall>();
  /** Those whose handlers are not done. */
  readonly #messages = new Set<IncomingCall>();
  /** By correlation. */
  readonly #subscribers = new Map<number, Subscriber>();
  /** To be told once nothing is being served any more. */
  #onIdle: (() => void) | null = null;

  /** Calls, streams and messages. */
  get underWay(): number {
    return this.#calls.size + this.#messages.size;
  }

  get subscriptions(): number {
    return this.#subscribers.size;
  }

  /** The call that the next request is served by. */
  callFor(store: Store, owner: CallOwner): IncomingCall {
    const call = this.spare ?? new IncomingCall(owner, store);
    this.spare = null;
    return call;
  }

  /** Whether something goes by a correlation. */
  isTaken(correlation: number): boolean {
    if (this.count === 0) return false;
    return this.#calls.has(correlation) || this.#subscribers.has(correlation);
  }

  call(correlation: number): IncomingCall | undefined {
    return this.#calls.get(correlation);
  }

  /** Who sends items under a correlation, as far as there is room for them. */
  sender(correlation: number): Subscriber | IncomingCall | undefined {
    return this.#subscribers.get(correlation) ?? this.#calls.get(correlation);
  }

  /** A call, stream or message goes on after its dispatch; messages have correlation 0. */
  keep(correlation: number, call: IncomingCall): void {
    if (correlation === 0) this.#messages.add(call);
    else {
      this.#calls.set(correlation, call);
      this.#count();
    }
  }

  /** It is done. */
  forget(correlation: number, call: IncomingCall): void {
    if (correlation === 0) this.#messages.delete(call);
    else if (this.#calls.get(correlation) === call) {
      this.#calls.delete(correlation);
      this.#count();
    }
    if (this.#onIdle !== null && this.underWay === 0) this.#becomeIdle(this.#onIdle);
  }

  subscribe(correlation: number, subscriber: Subscriber): void {
    this.#subscribers.set(correlation, subscriber);
    this.#count();
  }

  /** Ends a subscription; false when there is none. */
  unsubscribe(correlation: number): boolean {
    const subscriber = this.#subscribers.get(correlation);
    if (subscriber === undefined) return false;
    this.#subscribers.delete(correlation);
    this.#count();
    subscriber.cancel();
    return true;
  }

  /** Calls back, at once or later, when nothing is under way; what subscribers have not been sent is then others' to send. */
  whenIdle(idle: () => void): void {
    const done = (): void => {
      for (const subscriber of this.#subscribers.values()) subscriber.giveAway();
      idle();
    };
    if (this.underWay === 0) done();
    else this.#onIdle = done;
  }

  /** Nobody is there any more to be answered. */
  drop(reason: unknown): void {
    for (const call of [...this.#calls.values(), ...this.#messages]) call.drop(reason);
    for (const subscriber of this.#subscribers.values()) subscriber.cancel();
    this.#calls.clear();
    this.#messages.clear();
    this.#subscribers.clear();
    this.count = 0;
  }

  #count(): void {
    this.count = this.#calls.size + this.#subscribers.size;
  }

  /** Not before what has just ended is answered. */
  #becomeIdle(idle: () => void): void {
    this.#onIdle = null;
    queueMicrotask(idle);
  }
}
