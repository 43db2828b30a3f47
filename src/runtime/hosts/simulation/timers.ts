/** Callbacks that wait for their event, by number; the numbers of those that were called off are used again later. */
export class Timers {
  readonly #callbacks: ((() => void) | null)[] = [];
  readonly #free: number[] = [];

  /** The number of its event. */
  add(callback: () => void): number {
    const number = this.#free.pop() ?? this.#callbacks.length;
    this.#callbacks[number] = callback;
    return number;
  }

  /** Its event comes nevertheless. To be called before that only. */
  callOff(number: number): void {
    this.#callbacks[number] = null;
  }

  /** The event has come; false when it was called off. */
  happen(number: number): boolean {
    const callback = this.#callbacks[number] ?? null;
    this.#callbacks[number] = null;
    this.#free.push(number);
    callback?.();
    return callback !== null;
  }
}
