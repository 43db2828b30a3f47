import { Store } from "../../codec/store.ts";
import type { Draft } from "../../stub.ts";

/** Memory to write a message into that does not go straight into a ring; grows to the longest that was asked for. */
export class Scratch implements Draft {
  /** Somebody writes into it, and others get memory of their own. */
  #open = false;
  /** A message was asked room for, and has not left. */
  #reserved = false;
  store: Store = new Store(new ArrayBuffer(64));
  words: Int32Array = new Int32Array(this.store.bytes.buffer);
  readonly at = 0;

  reserve(bytes: number): Scratch {
    if (this.#open) return new Scratch().reserve(bytes);
    this.#reserved = true;
    if (bytes > this.store.bytes.length) {
      const buffer = new ArrayBuffer((bytes + 7) & ~7);
      this.store = new Store(buffer);
      this.words = new Int32Array(buffer);
    }
    return this;
  }

  /** Room as {@link reserve}, kept until {@link close}. */
  open(bytes: number): Scratch {
    const room = this.reserve(bytes);
    room.#open = true;
    return room;
  }

  close(): void {
    this.#open = false;
  }

  /** Throws when a message has left already: another one, written over this one's beginning. */
  expectReserved(): void {
    if (!this.#reserved) throw new Error("another message was sent while this one was written");
  }

  /** The message in it leaves. */
  take(): void {
    this.expectReserved();
    this.#reserved = false;
    this.#open = false;
  }
}
