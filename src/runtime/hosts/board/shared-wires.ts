/** Rings in the memory of a board that is a file here, as an emulator's can be: read and written at its offsets. */
import { readSync, writeSync } from "node:fs";
import type { MirroredRing } from "./mirrored-ring.ts";
import type { Wires } from "./wires.ts";

/** Slots that are fetched at a time. */
const batch = 16;
const wordBytes = 4;

/**
 * The file's pages are the board's memory. A slot's first word says that it is there: it is written when all of the rest
 * has been, and read again before any of the rest is believed.
 */
export class SharedWires implements Wires {
  readonly #file: number;
  readonly #out: readonly MirroredRing[];
  readonly #in: readonly MirroredRing[];
  readonly #ring: () => void;
  readonly #word = new DataView(new ArrayBuffer(wordBytes));
  readonly #wordBytes = new Uint8Array(this.#word.buffer);

  /** `ring` tells the board to look. */
  constructor(file: number, out: readonly MirroredRing[], into: readonly MirroredRing[], ring: () => void) {
    this.#file = file;
    this.#out = out;
    this.#in = into;
    this.#ring = ring;
  }

  flush(): void {
    let hasWritten = false;
    for (const ring of this.#out) {
      for (let count = ring.written(ring.place.slots); count > 0; count = ring.written(ring.place.slots)) {
        this.#write(ring, count);
        hasWritten = true;
      }
    }
    for (const ring of this.#in) {
      const credits = ring.takeCredits();
      if (credits === null) continue;
      this.#writeWord(ring.far, credits);
      hasWritten = true;
    }
    if (hasWritten) this.#ring();
  }

  pull(): void {
    for (const ring of this.#in) {
      for (let count = this.#read(ring); count === batch; ) count = this.#read(ring);
    }
    for (const ring of this.#out) ring.setCredits(this.#readWord(ring.far));
  }

  take(): boolean {
    return false;
  }

  /** Slots behind the first cannot be seen before it is there. */
  #write(ring: MirroredRing, count: number): void {
    const slots = ring.slots(count);
    writeSync(this.#file, slots, wordBytes, slots.length - wordBytes, ring.far + ring.at + wordBytes);
    this.#writeWord(ring.far + ring.at, ring.sequence);
    ring.advance(count);
  }

  /** How many slots have come, of a few. */
  #read(ring: MirroredRing): number {
    if (this.#readWord(ring.far + ring.at) !== ring.sequence) return 0;
    const { slotBytes } = ring.place;
    const most = Math.min(batch, ring.straight);
    const bytes = new Uint8Array(most * slotBytes);
    const words = new DataView(bytes.buffer);
    const at = ring.far + ring.at;
    readSync(this.#file, bytes, 0, bytes.length, at);
    let count = 1;
    while (count < most && words.getInt32(count * slotBytes, true) === ((ring.sequence + count) | 0)) count++;
    // Whatever said that it is there before is there now in full.
    readSync(this.#file, bytes, 0, count * slotBytes, at);
    for (let slot = 0; slot < count; slot++) ring.arrive(bytes.subarray(slot * slotBytes, (slot + 1) * slotBytes));
    return count;
  }

  #writeWord(at: number, value: number): void {
    this.#word.setInt32(0, value, true);
    writeSync(this.#file, this.#wordBytes, 0, wordBytes, at);
  }

  #readWord(at: number): number {
    readSync(this.#file, this.#wordBytes, 0, wordBytes, at);
    return this.#word.getInt32(0, true);
  }
}
