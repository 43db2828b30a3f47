/** Bytes that memory is given out in multiples of: a line. */
export const granule = 64;

interface Gap {
  at: number;
  bytes: number;
}

/** Which memory of a range is free: first fit, neighbours joined again when they come back. */
export class FreeList {
  /** In order of their offsets; no two touch. */
  readonly #gaps: Gap[];

  constructor(offset: number, bytes: number) {
    this.#gaps = bytes > 0 ? [{ at: offset, bytes }] : [];
  }

  /** Bytes that are free, in however many pieces. */
  get free(): number {
    return this.#gaps.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Offset of a piece of at least `bytes`; -1 when there is none. */
  take(bytes: number): number {
    const wanted = wholeGranules(bytes);
    const index = this.#gaps.findIndex((gap) => gap.bytes >= wanted);
    const gap = this.#gaps[index];
    if (gap === undefined) return -1;
    const { at } = gap;
    gap.at += wanted;
    gap.bytes -= wanted;
    if (gap.bytes === 0) this.#gaps.splice(index, 1);
    return at;
  }

  /** Takes back what {@link take} has given for the same number of bytes. */
  give(at: number, bytes: number): void {
    const index = this.#gaps.findIndex((gap) => gap.at > at);
    const place = index < 0 ? this.#gaps.length : index;
    this.#gaps.splice(place, 0, { at, bytes: wholeGranules(bytes) });
    this.#join(place);
    this.#join(place - 1);
  }

  /** Joins a gap with the one behind it if they touch. */
  #join(index: number): void {
    const gap = this.#gaps[index];
    const next = this.#gaps[index + 1];
    if (gap === undefined || next === undefined || gap.at + gap.bytes !== next.at) return;
    gap.bytes += next.bytes;
    this.#gaps.splice(index + 1, 1);
  }
}

function wholeGranules(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / granule)) * granule;
}
