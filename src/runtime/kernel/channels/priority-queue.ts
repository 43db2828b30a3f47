import { Fifo } from "../fifo.ts";

/** Priorities go from 0, the default, to this one. */
export const highestPriority = 7;
/** Goes behind everything that was sent before. */
export const lowestPriority = 0;

/** The higher priority first, and first in, first out within one; in constant time. */
export class PriorityQueue<Value> {
  /** By priority; made when one is first used. */
  readonly #levels: (Fifo<Value> | undefined)[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: Value, priority: number): void {
    let level = this.#levels[priority];
    if (level === undefined) {
      level = new Fifo();
      this.#levels[priority] = level;
    }
    level.push(value);
    this.#length++;
  }

  peek(): Value | undefined {
    return this.#first()?.peek();
  }

  shift(): Value | undefined {
    const level = this.#first();
    if (level === undefined) return undefined;
    this.#length--;
    return level.shift();
  }

  /** Takes out those for which `holds`, in their order. */
  takeAll(holds: (value: Value) => boolean): readonly Value[] {
    const taken: Value[] = [];
    for (const level of this.#levels) {
      const all = level === undefined ? [] : [...level.drain()];
      for (const value of all) {
        if (holds(value)) taken.push(value);
        else level?.push(value);
      }
    }
    this.#length -= taken.length;
    return taken;
  }

  /** Empties it, in its order. */
  *drain(): Generator<Value> {
    while (this.#length > 0) yield this.shift() as Value;
  }

  #first(): Fifo<Value> | undefined {
    for (let priority = this.#levels.length - 1; priority >= 0; priority--) {
      const level = this.#levels[priority];
      if (level !== undefined && level.length > 0) return level;
    }
    return undefined;
  }
}
