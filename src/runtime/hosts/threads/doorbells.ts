/**
 * How kernels wake each other: a line in shared memory for each core, and one for how many are awake. A kernel that
 * goes to sleep says so, looks at its rings once more, and waits; whoever gave it something to do afterwards sees that
 * and rings. Neither can miss the other, because all of these accesses are sequentially consistent.
 *
 * Whoever changes a line counts: a kernel that was rung for is awake from then on and not only once it has got a CPU,
 * so that those who spin on all of them see that one is wanted.
 */
const lineWords = 16;
/** Not running yet, or no more. */
const absent = 0;
const asleep = 1;
const awake = 2;

export function doorbellBytes(cores: number): number {
  return (cores + 1) * lineWords * 4;
}

export class Doorbells {
  readonly #words: Int32Array;
  readonly #census: number;

  constructor(buffer: SharedArrayBuffer) {
    this.#words = new Int32Array(buffer);
    this.#census = this.#words.length - lineWords;
  }

  /** Kernels that are not asleep. */
  get awake(): number {
    return Atomics.load(this.#words, this.#census);
  }

  /** A kernel has begun to run, or has woken. */
  wake(core: number): void {
    if (Atomics.exchange(this.#words, core * lineWords, awake) !== awake) Atomics.add(this.#words, this.#census, 1);
  }

  /** From now on the core must be rung for. It must look at its rings once more before {@link wait}. */
  announceSleep(core: number): void {
    this.#leave(core, asleep);
  }

  /** Resolves when somebody rings, or has since {@link announceSleep}; null in the latter case. */
  wait(core: number): Promise<unknown> | null {
    const waiting = Atomics.waitAsync(this.#words, core * lineWords, asleep);
    return waiting.async ? waiting.value : null;
  }

  /** As {@link wait}, with the thread standing still, for so many milliseconds at most; whether somebody has rung. */
  nap(core: number, milliseconds: number): boolean {
    return Atomics.wait(this.#words, core * lineWords, asleep, milliseconds) !== "timed-out";
  }

  /** Wakes a core if it is asleep. */
  ring(core: number): void {
    const at = core * lineWords;
    if (Atomics.load(this.#words, at) !== asleep) return;
    if (Atomics.compareExchange(this.#words, at, asleep, awake) !== asleep) return;
    Atomics.add(this.#words, this.#census, 1);
    Atomics.notify(this.#words, at, 1);
  }

  /** A kernel has stopped, or died, and its thread does nothing more: nobody need ring for it. */
  bury(core: number): void {
    this.#leave(core, absent);
  }

  #leave(core: number, state: typeof asleep | typeof absent): void {
    if (Atomics.exchange(this.#words, core * lineWords, state) === awake) Atomics.sub(this.#words, this.#census, 1);
  }
}
