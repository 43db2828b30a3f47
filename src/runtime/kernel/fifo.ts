/** First in, first out, in constant time. */
export class Fifo<Value> {
  #values: (Value | undefined)[] = [];
  #head = 0;

  get length(): number {
    return this.#values.length - this.#head;
  }

  push(value: Value): void {
    this.#values.push(value);
  }

  peek(): Value | undefined {
    return this.#values[this.#head];
  }

  shift(): Value | undefined {
    if (this.#head === this.#values.length) return undefined;
    const value = this.#values[this.#head];
    this.#values[this.#head++] = undefined;
    if (this.#head === this.#values.length) {
      this.#values.length = 0;
      this.#head = 0;
    } else if (this.#head >= 1024 && this.#head * 2 >= this.#values.length) {
      this.#values.splice(0, this.#head);
      this.#head = 0;
    }
    return value;
  }

  /** Those in it, oldest first. */
  *values(): Generator<Value> {
    for (let at = this.#head; at < this.#values.length; at++) yield this.#values[at] as Value;
  }

  /** Empties it, oldest first. */
  *drain(): Generator<Value> {
    while (this.length > 0) yield this.shift() as Value;
  }
}
