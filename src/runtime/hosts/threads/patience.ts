/**
 * Sleeps after which a kernel that has learnt not to spin tries again. If that were rarer, two kernels that have got a
 * CPU each would go on sleeping.
 */
const retryAfter = 8;
/** Microseconds it then spins: longer than it takes to wake another kernel and hear from it. */
const retry = 60;
/** Microseconds of spinning that are not worth a look at the clock. */
const leastSpin = 5;

/**
 * How long it is worth to spin. Where what a kernel waits for comes only once it sleeps, the others had no CPU before, or
 * take longer than that anyway: it learns to spin less, and tries again now and then.
 */
export class Patience {
  readonly #most: number;
  #sleeps = 0;
  #microseconds: number;

  constructor(most: number) {
    this.#most = most;
    this.#microseconds = most;
  }

  get microseconds(): number {
    return this.#microseconds;
  }

  /** Too little to look at the clock for. */
  get lost(): boolean {
    return this.#microseconds < leastSpin;
  }

  /** Something came while the kernel was spinning. */
  paid(): void {
    this.#microseconds = this.#most;
  }

  /** Nothing came. */
  ranOut(): void {
    this.#microseconds = ++this.#sleeps % retryAfter === 0 ? Math.min(retry, this.#most) : this.#microseconds / 4;
  }
}
