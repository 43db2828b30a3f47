import { Store } from "../codec/store.ts";
import type { Draft } from "../stub.ts";

/** Memory to write a message into that does not go straight into a ring; grows to the longest that was asked for. */
export class Scratch implements Draft {
  store: Store = new Store(new ArrayBuffer(64));
  words: Int32Array = new Int32Array(this.store.bytes.buffer);
  readonly at = 0;

  reserve(bytes: number): this {
    if (bytes > this.store.bytes.length) {
      const buffer = new ArrayBuffer((bytes + 7) & ~7);
      this.store = new Store(buffer);
      this.words = new Int32Array(buffer);
    }
    return this;
  }
}
