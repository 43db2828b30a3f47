/** The core that is to leave in order, and whether the leader has said that the others decide without it. */
export class Departure {
  #core: number | null = null;
  #state: "unasked" | "asked" | "granted" = "unasked";

  /** Null: none is to leave. */
  get core(): number | null {
    return this.#core;
  }

  /** The leader is to be asked. */
  get isOpen(): boolean {
    return this.#core !== null && this.#state === "unasked";
  }

  /** It was asked, and has not answered. */
  get isAsked(): boolean {
    return this.#core !== null && this.#state === "asked";
  }

  begin(core: number | null): void {
    if (core !== this.#core) this.reset();
    this.#core = core;
  }

  /** Another leads, or others are there: what was said before says nothing. */
  reset(): void {
    this.#state = "unasked";
  }

  ask(): void {
    this.#state = "asked";
  }

  grant(core: number): void {
    if (core === this.#core) this.#state = "granted";
  }

  isGranted(core: number): boolean {
    return core === this.#core && this.#state === "granted";
  }
}
