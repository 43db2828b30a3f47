/** What a host does about kernels that start anew. */
export interface StartsOwner {
  /** Cores whose kernels run. */
  readonly running: Iterable<number>;
  /** The kernel on core `by` is to expect another one on `core`; {@link Starts.prepared} is to follow, now or later. */
  prepare(core: number, incarnation: number, by: number): void;
  /** From here on the kernel on a core runs; false when it does not, because the system stops. */
  begin(core: number, incarnation: number): boolean;
}

interface Start {
  readonly incarnation: number;
  /** Cores whose kernels have yet to prepare for it. */
  readonly waiting: Set<number>;
}

/**
 * Kernels that start anew. Each begins once every kernel that runs has prepared for it, those included that have begun only
 * while it waited: no two kernels ever run that use the rings between them with different memories of what is in them.
 */
export class Starts {
  readonly #owner: StartsOwner;
  readonly #starts = new Map<number, Start>();

  constructor(owner: StartsOwner) {
    this.#owner = owner;
  }

  get size(): number {
    return this.#starts.size;
  }

  has(core: number): boolean {
    return this.#starts.has(core);
  }

  start(core: number, incarnation: number): void {
    this.#starts.set(core, { incarnation, waiting: new Set(this.#owner.running) });
    for (const by of this.#owner.running) this.#owner.prepare(core, incarnation, by);
    this.#look(core);
  }

  /** The kernel on core `by` expects the one that is to start. */
  prepared(core: number, by: number): void {
    if (this.#starts.get(core)?.waiting.delete(by) === true) this.#look(core);
  }

  /** The kernel on a core has ended: nobody waits for it. */
  ended(by: number): void {
    for (const core of [...this.#starts.keys()]) this.prepared(core, by);
  }

  #look(core: number): void {
    const start = this.#starts.get(core);
    if (start === undefined || start.waiting.size > 0) return;
    this.#starts.delete(core);
    if (!this.#owner.begin(core, start.incarnation)) return;
    for (const [other, { incarnation, waiting }] of [...this.#starts]) {
      waiting.add(core);
      this.#owner.prepare(other, incarnation, core);
    }
  }
}
