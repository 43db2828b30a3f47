const initialBytes = 256;
const high = 2 ** 32;

/** Little-endian numbers and bytes, one after another, into memory that grows. */
export class ByteWriter {
  #bytes = new Uint8Array(initialBytes);
  #view = new DataView(this.#bytes.buffer);
  #words = new Int32Array(this.#bytes.buffer);
  #at = 0;

  get length(): number {
    return this.#at;
  }

  /** What was written, in the memory it was written in; zero up to the end of the last word. */
  get words(): Int32Array {
    this.#reserve(3);
    this.#bytes.fill(0, this.#at, this.#at + 3);
    return this.#words;
  }

  /** Begins anew. */
  clear(): void {
    this.#at = 0;
  }

  u8(value: number): void {
    this.#reserve(1);
    this.#view.setUint8(this.#at, value);
    this.#at += 1;
  }

  u16(value: number): void {
    this.#reserve(2);
    this.#view.setUint16(this.#at, value, true);
    this.#at += 2;
  }

  u32(value: number): void {
    this.#reserve(4);
    this.#view.setUint32(this.#at, value, true);
    this.#at += 4;
  }

  /** An integer from -1 to 2^53 - 1. */
  count(value: number): void {
    this.u32((value + 1) % high);
    this.u32(Math.floor((value + 1) / high));
  }

  /** With their length before them. */
  bytes(value: Uint8Array): void {
    this.u32(value.length);
    this.#reserve(value.length);
    this.#bytes.set(value, this.#at);
    this.#at += value.length;
  }

  /** What was written, in memory of its own. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#at);
  }

  #reserve(more: number): void {
    const needed = this.#at + more;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max((needed + 3) & ~3, this.#bytes.length * 2));
    grown.set(this.#bytes.subarray(0, this.#at));
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
    this.#words = new Int32Array(grown.buffer);
  }
}
