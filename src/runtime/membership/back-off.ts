/** After so many doublings it waits no longer. */
const mostDoublings = 8;

/**
 * How long a kernel leaves a ballot alone before it begins one of its own. A ballot that is overtaken before its promises are
 * back decides nothing, and how long they take nobody knows beforehand: so each ballot of this kernel is given twice as long
 * as its last (Dwork, Lynch and Stockmeyer, "Consensus in the presence of partial synchrony", J. ACM 35(2), 1988, section
 * 4.2, where rounds grow until they are longer than the bound that is not known), and longer by up to as much again at
 * random, so that of several kernels one is first (Ongaro and Ousterhout, "In search of an understandable consensus
 * algorithm", USENIX ATC 2014, section 5.2). What had to be learnt about slow ways is forgotten by and by: each view halves
 * it. Chance depends on who asks and when, and is the same in every run.
 */
export class BackOff {
  readonly #least: number;
  readonly #seed: number;
  #doublings = 0;
  #drawn = 0;

  /** `least`: milliseconds; `core` and `incarnation` of the kernel that waits. */
  constructor(least: number, core: number, incarnation: number) {
    this.#least = least;
    this.#seed = mixed(core + Math.imul(incarnation, 65_536));
  }

  /** Milliseconds that somebody else's ballot, or one of which more is heard, is left alone: `least` × 2ⁿ × [1, 2). */
  wait(): number {
    const chance = mixed(this.#seed + ++this.#drawn) / 2 ** 32;
    return Math.floor(this.#least * 2 ** this.#doublings * (1 + chance));
  }

  /** Twice that for a ballot that this kernel begins; the next one it begins in this view is left alone twice as long again. */
  waitAfterBegin(): number {
    const wait = 2 * this.wait();
    this.#doublings = Math.min(this.#doublings + 1, mostDoublings);
    return wait;
  }

  /** A ballot has decided: it took one that was begun for it, and the next may take half of that. */
  decided(): void {
    this.#doublings = Math.max(0, this.#doublings - 2);
  }
}

/** Austin Appleby's finalizer of MurmurHash3: every bit of the number has a part in every bit of what comes out, 32 of them. */
function mixed(number: number): number {
  let bits = Math.imul(number ^ (number >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
