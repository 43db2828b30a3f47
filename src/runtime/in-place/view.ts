/**
 * What generated views derive from: objects that read a value where it lies and are moved from message to message.
 * Whatever has a `$` in front belongs to generated code and the runtime; no name of a description begins so.
 */
import { expectBytes } from "../codec/checks.ts";
import type { Store } from "../codec/store.ts";
import { expired } from "./expired.ts";

/**
 * Reads one value in place. Its getters check what they give, however often: nobody who changes the memory meanwhile makes
 * them give what their type does not allow, or read behind the value's room.
 */
export abstract class View {
  protected $store: Store = expired;
  protected $at = 0;

  /** Moves to the value at byte `at`, a multiple of its alignment. */
  $place(store: Store, at: number): this {
    this.$store = store;
    this.$at = at;
    return this;
  }

  /** From now on every access throws an ExpiredError. */
  $release(): void {
    this.$store = expired;
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
