/** Sleeps in a row that somebody has to end soon before naps are worth it. */
const enough = 3;

/**
 * Whether a kernel that goes to sleep stands still with its thread at first. It wakes faster so, but timers and sockets
 * wait meanwhile: so it does where frames have ended its last sleeps within the time that timers and sockets may wait, and
 * stops as soon as none does.
 */
export class Naps {
  readonly #most: number;
  #short = 0;

  /** Milliseconds that a nap may last. */
  constructor(most: number) {
    this.#most = most;
  }

  /** Whether the next sleep is to begin with a nap. */
  get pay(): boolean {
    return this.#short >= enough;
  }

  /** A frame has ended a sleep of so many milliseconds. */
  rung(milliseconds: number): void {
    this.#short = milliseconds < this.#most ? Math.min(enough, this.#short + 1) : 0;
  }

  /** Nobody rang while it napped. */
  slept(): void {
    this.#short = 0;
  }
}
