/** Questions of one kernel that a replica works on at once, at most; others are asked again by who wants them answered. */
export const mostOpenQuestions = 256;

/** Which questions of which kernels a replica works on: one that is asked again is not begun again. */
export class OpenQuestions {
  /** Tickets, by core. */
  readonly #open = new Map<number, Set<number>>();

  /** False for one that is open already, or one too many. */
  open(core: number, ticket: number): boolean {
    const tickets = this.#open.get(core) ?? new Set();
    if (tickets.has(ticket) || tickets.size >= mostOpenQuestions) return false;
    this.#open.set(core, tickets.add(ticket));
    return true;
  }

  close(core: number, ticket: number): void {
    const tickets = this.#open.get(core);
    tickets?.delete(ticket);
    if (tickets?.size === 0) this.#open.delete(core);
  }
}
