/** What workers were asked and have not answered. */
export class Questions<Answer> {
  readonly #waiting = new Map<number, { readonly core: number; readonly answer: (answer: Answer | null) => void }>();
  #next = 0;

  /** Sends a question of that number; resolves to null when whoever was asked is lost. */
  ask(core: number, send: (number: number) => void): Promise<Answer | null> {
    const number = this.#next++;
    return new Promise((resolve) => {
      this.#waiting.set(number, { core, answer: resolve });
      send(number);
    });
  }

  answered(number: number, answer: Answer): void {
    this.#waiting.get(number)?.answer(answer);
    this.#waiting.delete(number);
  }

  lost(core: number): void {
    for (const [number, waiting] of [...this.#waiting]) {
      if (waiting.core !== core) continue;
      this.#waiting.delete(number);
      waiting.answer(null);
    }
  }
}
