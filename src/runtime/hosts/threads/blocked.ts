/** Kernels that others have agreed to be lost while their threads live: cut off, or in a loop that does not end. */
export interface BlockedOwner {
  /** Resolves once a kernel has answered anything; never while its thread is blocked. */
  isHeard(core: number): Promise<unknown>;
  /** Ends a thread. */
  terminate(core: number): void;
}

/** Ends threads that do not answer any more, where the kernels' own watch has noticed them. A kernel that is cut off answers. */
export class Blocked {
  readonly #owner: BlockedOwner;
  readonly #patience: number;
  readonly #waiting = new Map<number, NodeJS.Timeout>();
  /** Cores whose threads it has ended. */
  readonly #ended = new Set<number>();

  /** `patience`: milliseconds that a thread has to answer. */
  constructor(owner: BlockedOwner, patience: number) {
    this.#owner = owner;
    this.#patience = patience;
  }

  /** Others have agreed that the kernel of a core is lost; its thread lives. */
  suspect(core: number): void {
    if (this.#waiting.has(core)) return;
    const timer = setTimeout(() => {
      this.#waiting.delete(core);
      this.#ended.add(core);
      this.#owner.terminate(core);
    }, this.#patience);
    timer.unref();
    this.#waiting.set(core, timer);
    void this.#owner.isHeard(core).then(() => this.#forget(core));
  }

  /** Its thread has ended, by this or anything else: whether it was by this. */
  over(core: number): boolean {
    this.#forget(core);
    return this.#ended.delete(core);
  }

  #forget(core: number): void {
    clearTimeout(this.#waiting.get(core));
    this.#waiting.delete(core);
  }
}
