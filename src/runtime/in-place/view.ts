/**
 * What generated views derive from: objects that read a value where it lies and are moved from message to message.
 * Whatever has a `$` in front belongs to generated code and the runtime; no name of a description begins so.
 */
import { expectBytes } from "../codec/checks.ts";
import type { Store } from "../codec/store.ts";
import { expired, expiredData } from "./expired.ts";

/**
 * Reads one value in place. A message is checked as a whole when it is received, and yet its getters check what they give,
 * however often: whoever shares the memory may change it meanwhile, and must not make them give what their type does not
 * allow, or read behind the value's room. So enums, flags, bools, characters, text, and the lengths of bounded data are
 * checked again; of other numbers every bit pattern is a value. Where a value lies is a constant, and never read from it.
 */
export abstract class View {
  protected $store: Store = expired;
  /** Of the store, for numbers that lie at constant places. */
  protected $data: DataView = expiredData;
  protected $at = 0;

  /** Moves to the value at byte `at`, a multiple of its alignment. */
  $place(store: Store, at: number): this {
    if (this.$store !== store) this.$enter(store);
    this.$at = at;
    return this;
  }

  /** Mostly the memory is the same as before, and to compare it costs less than to remember it. */
  private $enter(store: Store): void {
    this.$store = store;
    this.$data = store.data;
  }

  /** From now on every access throws an ExpiredError. */
  $release(): void {
    this.$store = expired;
    this.$data = expiredData;
  }
}

/** Reads a whole message in place. */
export abstract class MessageView extends View {
  /** Bytes that were received. */
  protected $bytes = 0;

  /** Moves to a message from another kernel, all of which is checked now: a DecodeError for what is none. */
  abstract $receive(store: Store, at: number, bytes: number): this;
}

/** A message with nothing in it. */
export class EmptyView extends MessageView {
  readonly #message: string;

  constructor(message: string) {
    super();
    this.#message = message;
  }

  $receive(store: Store, at: number, bytes: number): this {
    expectBytes(bytes, 0, 0, this.#message);
    return this.$place(store, at);
  }
}
