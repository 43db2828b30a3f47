const mostTickets = 1024;

/** Reads that the leader has confirmed, and whose index the state here has yet to reach. */
export class PendingReads {
  readonly #readable: (ticket: number) => void;
  /** By ticket. */
  readonly #indexes = new Map<number, number>();

  constructor(readable: (ticket: number) => void) {
    this.#readable = readable;
  }

  expect(ticket: number, index: number, commit: number): void {
    if (index <= commit) this.#readable(ticket);
    else if (this.#indexes.size < mostTickets) this.#indexes.set(ticket, index);
  }

  /** The state has come to `commit`. */
  answer(commit: number): void {
    for (const [ticket, index] of [...this.#indexes]) {
      if (index > commit) continue;
      this.#indexes.delete(ticket);
      this.#readable(ticket);
    }
  }

  forget(): void {
    this.#indexes.clear();
  }
}
