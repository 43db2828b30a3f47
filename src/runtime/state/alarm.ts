import { type Deadlines, Expiring } from "../kernel/deadlines.ts";

/** Rings once for each time that it is set; set again while it is set, it rings when it would have. */
export class Alarm extends Expiring {
  readonly #deadlines: Deadlines;
  readonly #ring: () => void;
  #isSet = false;

  constructor(deadlines: Deadlines, ring: () => void) {
    super();
    this.#deadlines = deadlines;
    this.#ring = ring;
  }

  set(milliseconds: number): void {
    if (this.#isSet) return;
    this.#isSet = true;
    this.#deadlines.add(this, milliseconds);
  }

  stop(): void {
    this.#isSet = false;
    this.#deadlines.remove(this);
  }

  expire(): void {
    this.#isSet = false;
    this.#ring();
  }
}
