const mostRestraint = 8;
/** Alarms in a row that are spared because things go on: something may still have been lost. */
const mostSpared = 4;
/** Alarms between two times that what waits is proposed again. */
const retryEvery = 3;

/** How often a replica says again what nobody has answered. */
export class Pace {
  /** How much was applied by now. */
  applied = 0;
  #alarms = 0;
  /** When the last alarm came. */
  #appliedBefore = 0;
  /** Alarms in a row that have found things going on. */
  #spared = 0;
  #restraint = 1;

  /** How many times as long the next alarm takes: where nothing goes on, saying it again is of less and less use. */
  get restraint(): number {
    return this.#restraint;
  }

  /** Others may answer now. */
  begin(): void {
    this.#restraint = 1;
  }

  /**
   * An alarm has come. False while things go on: on a busy machine answers take longer than alarms, and to say it all again
   * would make it busier still.
   */
  isToRepeat(): boolean {
    const isQuiet = this.applied === this.#appliedBefore || ++this.#spared > mostSpared;
    this.#appliedBefore = this.applied;
    if (isQuiet) this.#spared = 0;
    this.#restraint = isQuiet ? Math.min(this.#restraint * 2, mostRestraint) : Math.max(1, this.#restraint / 2);
    return isQuiet;
  }

  /** Whether at this alarm what waits is to be proposed again. */
  isToRetry(): boolean {
    return ++this.#alarms % retryEvery === 0;
  }
}
