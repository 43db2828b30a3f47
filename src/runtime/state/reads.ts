import { type Deadlines, defaultTimeout, Expiring } from "../kernel/deadlines.ts";
import { onAbort } from "../kernel/on-abort.ts";
import type { ProposeOptions } from "./agreement.ts";

class PendingRead extends Expiring {
  readonly #answer: (isAnswered: boolean) => void;
  ignoreAbort: (() => void) | null = null;

  constructor(answer: (isAnswered: boolean) => void) {
    super();
    this.#answer = answer;
  }

  answer(isAnswered: boolean): void {
    this.ignoreAbort?.();
    this.#answer(isAnswered);
  }

  expire(): void {
    this.answer(false);
  }
}

/** Questions that are answered later, by number, or not in time. */
export class Reads {
  readonly #deadlines: Deadlines;
  readonly #pending = new Map<number, PendingRead>();
  #last: number;

  /** `last`: the number before the first. */
  constructor(deadlines: Deadlines, last: number = 0) {
    this.#deadlines = deadlines;
    this.#last = last;
  }

  get isIdle(): boolean {
    return this.#pending.size === 0;
  }

  /** `answered` comes once; false when no answer came in time. The question's number. */
  open({ timeout = defaultTimeout, signal }: ProposeOptions, answered: (isAnswered: boolean) => void): number {
    const number = ++this.#last;
    const pending = new PendingRead((isAnswered) => {
      this.#pending.delete(number);
      this.#deadlines.remove(pending);
      answered(isAnswered);
    });
    this.#pending.set(number, pending);
    this.#deadlines.add(pending, signal?.aborted === true ? 0 : timeout);
    if (signal !== undefined) pending.ignoreAbort = onAbort(signal, () => pending.answer(false));
    return number;
  }

  answer(number: number): void {
    this.#pending.get(number)?.answer(true);
  }

  fail(): void {
    for (const pending of [...this.#pending.values()]) pending.answer(false);
  }
}
