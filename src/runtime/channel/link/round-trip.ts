/**
 * How long to wait for an acknowledgement, in milliseconds: RFC 6298, with the clock's granularity left out. Times of what
 * was sent more than once say nothing (P. Karn and C. Partridge, "Improving round-trip time estimates in reliable transport
 * protocols", SIGCOMM 1987) and are not to be given.
 */
export class RoundTrip {
  #smoothed = Number.NaN;
  #variation = 0;
  #timeout: number;
  readonly #least: number;
  readonly #most: number;

  /** `expected`: of an undisturbed link; waits are at least twice and at most a thousand times as long. */
  constructor(expected: number) {
    this.#least = 2 * expected;
    this.#most = 1000 * expected;
    this.#timeout = 4 * expected;
  }

  get timeout(): number {
    return this.#timeout;
  }

  observe(milliseconds: number): void {
    if (Number.isNaN(this.#smoothed)) {
      this.#smoothed = milliseconds;
      this.#variation = milliseconds / 2;
    } else {
      this.#variation += (Math.abs(this.#smoothed - milliseconds) - this.#variation) / 4;
      this.#smoothed += (milliseconds - this.#smoothed) / 8;
    }
    this.#timeout = this.#bound(this.#smoothed + 4 * this.#variation);
  }

  /** Nothing came in time. */
  backOff(): void {
    this.#timeout = this.#bound(2 * this.#timeout);
  }

  #bound(timeout: number): number {
    return Math.min(this.#most, Math.max(this.#least, timeout));
  }
}
