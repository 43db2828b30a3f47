import type { Segment } from "../../channel/ring.ts";
import type { BootChannel } from "../../kernel/boot-configuration.ts";

/** A ring that a kernel here and one on a board have an end of each: its copy in this process's memory. */
export class MirroredRing {
  /** Index in the configuration. */
  readonly channel: number;
  /** In the board's blob. */
  readonly number: number;
  /** Byte at which the board's own copy begins in what is shared; 0 where nothing is. */
  readonly far: number;
  readonly place: BootChannel;
  readonly #words: Int32Array;
  readonly #bytes: Uint8Array;
  /** Of the next slot to go over, or to come. */
  #position = 0;
  #credits = 0;

  constructor(segment: Segment, channel: number, place: BootChannel, number: number, far: number) {
    this.channel = channel;
    this.place = place;
    this.number = number;
    this.far = far;
    this.#words = segment.words;
    this.#bytes = segment.store.bytes;
  }

  /** Slots from here to the end of the ring's memory. */
  get straight(): number {
    return this.place.slots - (this.#position & (this.place.slots - 1));
  }

  /** Byte of the next slot, from the beginning of the ring. */
  get at(): number {
    const { slots, slotBytes } = this.place;
    return slotBytes * (1 + (this.#position & (slots - 1)));
  }

  /** What the next slot's first word is once it is written. */
  get sequence(): number {
    return (this.#position + 1) | 0;
  }

  /** Of so many of the ring's slots, from the next on, how many are written here and lie one behind the other. */
  written(most: number): number {
    const { offset, slotBytes } = this.place;
    const limit = Math.min(most, this.straight);
    let count = 0;
    while (count < limit) {
      const word = (offset + this.at + count * slotBytes) >> 2;
      if (Atomics.load(this.#words, word) !== ((this.#position + count + 1) | 0)) break;
      count++;
    }
    return count;
  }

  /** Bytes of the next slots. */
  slots(count: number): Uint8Array {
    const from = this.place.offset + this.at;
    return this.#bytes.subarray(from, from + count * this.place.slotBytes);
  }

  advance(count: number): void {
    this.#position = (this.#position + count) | 0;
  }

  /** Puts the next slot where the kernel here finds it. */
  arrive(slot: Uint8Array): void {
    const from = this.place.offset + this.at;
    this.#bytes.set(slot.subarray(4), from + 4);
    Atomics.store(this.#words, from >> 2, this.sequence);
    this.advance(1);
  }

  /** What the consumer here has released, if the board has not been told yet; else null. */
  takeCredits(): number | null {
    const credits = Atomics.load(this.#words, this.place.offset >> 2);
    if (credits === this.#credits) return null;
    this.#credits = credits;
    return credits;
  }

  /** What the consumer on the board has released. */
  setCredits(credits: number): void {
    Atomics.store(this.#words, this.place.offset >> 2, credits);
  }
}
