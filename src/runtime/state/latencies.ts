/** Proposals that are remembered. */
const remembered = 256;

/** How long the latest proposals of a kernel took until they were settled. Milliseconds. */
export class Latencies {
  readonly #latest = new Float64Array(remembered);
  #count = 0;

  add(milliseconds: number): void {
    this.#latest[this.#count++ % remembered] = milliseconds;
  }

  /** In all. */
  get settled(): number {
    return this.#count;
  }

  /** Half of the latest took no longer. */
  get median(): number {
    return this.#share(0.5);
  }

  /** All of the latest but one in a hundred took no longer. */
  get slow(): number {
    return this.#share(0.99);
  }

  #share(share: number): number {
    const known = this.#latest.slice(0, Math.min(this.#count, remembered)).sort();
    return known[Math.min(known.length - 1, Math.floor(known.length * share))] ?? 0;
  }
}
