/** One step at a time: what comes of a step, and what is asked for meanwhile, follows when it is done. */
export class Steps {
  #isBusy = false;
  readonly #later: (() => void)[] = [];

  /** What the step returns; null when another one is under way, which it then follows. */
  take<Value>(step: () => Value): Value | null {
    if (this.#isBusy) {
      this.#later.push(step);
      return null;
    }
    this.#isBusy = true;
    try {
      const value = step();
      for (let next = this.#later.shift(); next !== undefined; next = this.#later.shift()) next();
      return value;
    } finally {
      this.#isBusy = false;
    }
  }

  /** A step by itself: what comes of it waits until {@link goOn}. */
  takeAlone<Value>(step: () => Value): Value {
    this.#isBusy = true;
    try {
      return step();
    } finally {
      this.#isBusy = false;
    }
  }

  /** It follows the step that is under way, or the next one. */
  follow(step: () => void): void {
    this.#later.push(step);
  }

  /** Takes what waits, unless it follows a step that is under way. */
  goOn(): void {
    if (!this.#isBusy) this.take(() => undefined);
  }
}
