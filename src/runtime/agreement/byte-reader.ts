const high = 2 ** 32;
const none = new Uint8Array(0);

/**
 * Reads what a `ByteWriter` has written; nothing is believed. Past the end, or where a number cannot be, everything is
 * zero and the reader has failed.
 */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  #at: number;
  #failed = false;

  /** Each byte from `start` on is read once: others may change them meanwhile, as if they had written that before. */
  constructor(bytes: Uint8Array, start: number, end: number) {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
  }

  get failed(): boolean {
    return this.#failed;
  }

  /** Whether everything was read, and nothing was wrong. */
  get finished(): boolean {
    return !this.#failed && this.#at === this.#end;
  }

  u8(): number {
    return this.#take(1) ? (this.#bytes[this.#at - 1] as number) : 0;
  }

  u16(): number {
    return this.u8() | (this.u8() << 8);
  }

  u32(): number {
    return (this.u16() | (this.u16() << 16)) >>> 0;
  }

  count(): number {
    const value = this.u32() + this.u32() * high - 1;
    if (Number.isSafeInteger(value)) return value;
    this.fail();
    return 0;
  }

  bytes(): Uint8Array {
    const length = this.u32();
    return this.#take(length) && length > 0 ? this.#bytes.slice(this.#at - length, this.#at) : none;
  }

  /** What was read cannot be. */
  fail(): void {
    this.#failed = true;
  }

  #take(bytes: number): boolean {
    if (this.#failed || this.#at + bytes > this.#end) {
      this.#failed = true;
      return false;
    }
    this.#at += bytes;
    return true;
  }
}
