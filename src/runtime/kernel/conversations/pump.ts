/** Takes items from a program's iterable at the pace of whoever receives them. */
export class Pump<Item> {
  readonly #items: AsyncIterable<Item> | Iterable<Item>;
  readonly #send: (item: Item) => void;
  /** Items the receiver has room for. */
  #demand = 0;
  #onDemand: (() => void) | null = null;
  #source: Iterator<Item> | AsyncIterator<Item> | null = null;
  #stopped = false;

  /** `send` may throw: then nothing more is taken. */
  constructor(items: AsyncIterable<Item> | Iterable<Item>, send: (item: Item) => void) {
    this.#items = items;
    this.#send = send;
  }

  /** Resolves after the last item, or when it was stopped; rejects with what the iterable or `send` threw. */
  async run(): Promise<void> {
    try {
      await (Symbol.asyncIterator in this.#items ? this.#runAsync(this.#items) : this.#runSync(this.#items));
    } catch (error) {
      this.stop();
      throw error;
    }
  }

  /** The receiver has room for more; false, and nothing is changed, when that would be more than `most` altogether. */
  allow(items: number, most: number): boolean {
    if (this.#demand + items > most) return false;
    this.#demand += items;
    this.#wake();
    return true;
  }

  /** Takes nothing more, and tells the iterator so. */
  stop(): void {
    this.#stopped = true;
    const source = this.#source;
    this.#source = null;
    this.#wake();
    if (source === null) return;
    // What a cancelled iterator still throws is of no one's interest.
    Promise.resolve()
      .then(() => source.return?.())
      .catch(() => {});
  }

  async #runSync(items: Iterable<Item>): Promise<void> {
    const source = items[Symbol.iterator]();
    this.#source = source;
    for (;;) {
      if (this.#demand === 0) await this.#untilDemand();
      if (this.#stopped) return;
      const next = source.next();
      if (this.#stopped) return;
      if (next.done === true) break;
      this.#pass(next.value);
    }
    this.#source = null;
  }

  async #runAsync(items: AsyncIterable<Item>): Promise<void> {
    const source = items[Symbol.asyncIterator]();
    this.#source = source;
    for (;;) {
      if (this.#demand === 0) await this.#untilDemand();
      if (this.#stopped) return;
      const next = await source.next();
      if (this.#stopped) return;
      if (next.done === true) break;
      this.#pass(next.value);
    }
    this.#source = null;
  }

  #pass(item: Item): void {
    this.#demand--;
    this.#send(item);
  }

  #untilDemand(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#stopped) resolve();
      else this.#onDemand = resolve;
    });
  }

  #wake(): void {
    const onDemand = this.#onDemand;
    this.#onDemand = null;
    onDemand?.();
  }
}
