/** What generated writers derive from: objects that write a value where it is to lie, moved from message to message. */
import type { Store } from "../codec/store.ts";
import { EncodeError } from "../errors.ts";
import { expired } from "./expired.ts";

/**
 * Writes one value in place, its fields in any order, each checked as it is written. Bytes that no field covers, or a
 * shorter value than the last, are cleared at the beginning: nothing that lay there before leaves with the message.
 */
export abstract class Writer {
  protected $store: Store = expired;
  protected $at = 0;
  /** A bit for each field that must be written, set when it is. */
  protected $written = 0;

  /** Begins a value at byte `at`, a multiple of its alignment. */
  $begin(store: Store, at: number): this {
    this.$written = 0;
    return this.$move(store, at);
  }

  /** The value that was begun lies at `at`. */
  $move(store: Store, at: number): this {
    this.$store = store;
    this.$at = at;
    return this;
  }

  /** The value was written as a whole. */
  $seal(): void {
    this.$written = -1;
  }

  /** Throws an EncodeError for what must be written and was not. */
  abstract $check(): void;

  /** From now on every access throws an ExpiredError. */
  $release(): void {
    this.$store = expired;
  }
}

/** Writes a whole message in place. */
export abstract class MessageWriter extends Writer {
  /** Bytes of the last field, of which only what is used is sent. */
  protected $used = 0;

  get $open(): boolean {
    return this.$store !== expired;
  }

  /** Ends the message: the bytes to send. Throws an EncodeError for what must be written and was not. */
  abstract $finish(): number;
}

/** A message with nothing in it. */
export class EmptyWriter extends MessageWriter {
  $check(): void {}

  $finish(): number {
    return 0;
  }
}

/** Refuses a value some of whose fields were not written. `fields`: their paths, by their bits. */
export function expectWritten(written: number, needed: number, fields: readonly string[]): void {
  const missing = needed & ~written;
  if (missing === 0) return;
  throw new EncodeError(fields[31 - Math.clz32(missing & -missing)] ?? "", "was not written");
}
