/** Alarms without a word of the leader until somebody else stands for election: so many, and up to as many more. */
const least = 3;

/** How long a server waits for a word of the leader, in alarms. Different for each server and term, and the same again in another run. */
export class Patience {
  readonly #core: number;
  /** Something was proposed or asked, and nothing was heard of the leader since. */
  #waits = false;
  /** Alarms since that. */
  #silence = 0;

  constructor(core: number) {
    this.#core = core;
  }

  get waits(): boolean {
    return this.#waits;
  }

  want(): void {
    this.#waits = true;
  }

  /** A word of the leader, or it leads itself. */
  heard(): void {
    this.#waits = false;
    this.#silence = 0;
  }

  /** It waits for its time again from now on. */
  renew(): void {
    this.#silence = 0;
  }

  /** One alarm more; whether it has waited for long enough. */
  isOver(term: number): boolean {
    return ++this.#silence >= this.#longest(term);
  }

  /** Its time comes with the next alarm, or the one after that. */
  shorten(term: number): void {
    this.#silence = this.#longest(term) - 1 - (this.#chance(term) & 1);
  }

  #longest(term: number): number {
    return least + (this.#chance(term) % (least + 1));
  }

  #chance(term: number): number {
    const mixed = Math.imul(term * 31 + this.#core + 1, 0x9e3779b1) >>> 8;
    return mixed & 0xffff;
  }
}
