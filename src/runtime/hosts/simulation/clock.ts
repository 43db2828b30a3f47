import { picosecondsAt, picosecondsPerMillisecond } from "./agenda.ts";

/** The clock of one core, which may go wrong; it never goes back. */
export class Clock {
  /** What it showed, in milliseconds, when that was changed last, in picoseconds of virtual time. */
  #shown = 0;
  #since = 0;
  #rate = 1;

  /** Milliseconds. `time` in picoseconds. */
  at(time: number): number {
    if (this.#rate === 1 && this.#since === 0) return time / picosecondsPerMillisecond;
    return this.#shown + ((time - this.#since) / picosecondsPerMillisecond) * this.#rate;
  }

  /** Picoseconds of virtual time at which it shows at least so many milliseconds. */
  whenAt(milliseconds: number): number {
    if (this.#rate === 1 && this.#since === 0) return picosecondsAt(milliseconds);
    return Math.floor(this.#since) + picosecondsAt((milliseconds - this.#shown) / this.#rate);
  }

  /** Picoseconds of virtual time in which it counts so many milliseconds. */
  lengthOf(milliseconds: number): number {
    return (milliseconds * picosecondsPerMillisecond) / this.#rate;
  }

  /** From now on it runs so many times as fast as time does. */
  run(rate: number, time: number): void {
    this.#shown = this.at(time);
    this.#since = time;
    this.#rate = rate;
  }
}
