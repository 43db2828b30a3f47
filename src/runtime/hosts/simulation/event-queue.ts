/** What happens next, by virtual time; what is due at the same time happens in the order it was scheduled. */
export interface ScheduledEvent {
  /** Picoseconds. */
  readonly time: number;
  readonly order: number;
  readonly happen: () => void;
  cancelled: boolean;
}

export class EventQueue {
  readonly #heap: ScheduledEvent[] = [];
  #scheduled = 0;

  schedule(time: number, happen: () => void): ScheduledEvent {
    const event = { time, order: this.#scheduled++, happen, cancelled: false };
    this.#heap.push(event);
    this.#raise(this.#heap.length - 1);
    return event;
  }

  /** Takes the next event that was not cancelled. */
  next(): ScheduledEvent | null {
    for (let event = this.#pop(); event !== null; event = this.#pop()) if (!event.cancelled) return event;
    return null;
  }

  #pop(): ScheduledEvent | null {
    const top = this.#heap[0];
    const last = this.#heap.pop();
    if (top === undefined || last === undefined) return null;
    if (top !== last) {
      this.#heap[0] = last;
      this.#lower(0);
    }
    return top;
  }

  #raise(from: number): void {
    for (let place = from; place > 0; ) {
      const parent = (place - 1) >> 1;
      if (!this.#swapIfLater(parent, place)) return;
      place = parent;
    }
  }

  #lower(from: number): void {
    for (let place = from; ; ) {
      const left = 2 * place + 1;
      const child = this.#isLater(left, left + 1) ? left + 1 : left;
      if (!this.#swapIfLater(place, child)) return;
      place = child;
    }
  }

  #swapIfLater(upper: number, lower: number): boolean {
    const above = this.#heap[upper];
    const below = this.#heap[lower];
    if (above === undefined || below === undefined || !this.#isLater(upper, lower)) return false;
    this.#heap[upper] = below;
    this.#heap[lower] = above;
    return true;
  }

  #isLater(first: number, second: number): boolean {
    const one = this.#heap[first];
    const other = this.#heap[second];
    if (one === undefined || other === undefined) return false;
    return one.time > other.time || (one.time === other.time && one.order > other.order);
  }
}
