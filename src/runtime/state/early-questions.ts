import type { Ask } from "./asks.ts";

/** At most; what is one too many its kernel asks again. */
const mostEarly = 1024;

/** What other kernels ask of a replica before it has a state to tell of. */
export class EarlyQuestions {
  readonly #questions = new Map<string, () => void>();

  add(from: number, { kind, ticket }: Extract<Ask, { kind: "get" | "watch" }>, again: () => void): void {
    if (this.#questions.size < mostEarly) this.#questions.set(`${from} ${kind} ${ticket}`, again);
  }

  endWatch(from: number, ticket: number): void {
    this.#questions.delete(`${from} watch ${ticket}`);
  }

  askAgain(): void {
    const questions = [...this.#questions.values()];
    this.#questions.clear();
    for (const again of questions) again();
  }
}
