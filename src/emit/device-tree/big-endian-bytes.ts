const encoder = new TextEncoder();

/** Bytes in the making, big-endian. */
export class BigEndianBytes {
  #memory = new Uint8Array(256);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  u32(value: number): void {
    this.#reserve(4);
    new DataView(this.#memory.buffer).setUint32(this.#length, value >>> 0);
    this.#length += 4;
  }

  u64(value: bigint): void {
    this.#reserve(8);
    new DataView(this.#memory.buffer).setBigUint64(this.#length, value);
    this.#length += 8;
  }

  /** UTF-8 with a zero behind it. */
  text(text: string): void {
    this.bytes(encoder.encode(text));
    this.zeros(1);
  }

  bytes(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#memory.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  zeros(count: number): void {
    this.bytes(new Uint8Array(count));
  }

  /** Zeros up to a multiple of `unit`. */
  align(unit: number): void {
    this.zeros((unit - (this.#length % unit)) % unit);
  }

  finish(): Uint8Array {
    return this.#memory.slice(0, this.#length);
  }

  #reserve(bytes: number): void {
    const needed = this.#length + bytes;
    if (needed <= this.#memory.length) return;
    const grown = new Uint8Array(Math.max(needed, this.#memory.length * 2));
    grown.set(this.#memory.subarray(0, this.#length));
    this.#memory = grown;
  }
}
