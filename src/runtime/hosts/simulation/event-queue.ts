/**
 * What happens next, by virtual time; what is due at the same time happens in the order it was scheduled. Events are whole
 * numbers that mean what their owner says, so that none is an object: a heap of four children a node (D. Johnson, "Priority
 * queues with update", IPL 1975) in flat arrays, and beside it a list of what is due at once, which most events are.
 */
export class EventQueue {
  #times = new Float64Array(1024);
  /** By place in the heap: how many events had been put there before. */
  #orders = new Float64Array(1024);
  #events = new Int32Array(1024);
  #size = 0;
  #scheduled = 0;
  /** What is due at {@link time}, all of it scheduled after what the heap has for that time; a ring, of a power of two. */
  #now = new Int32Array(1024);
  /** How many were ever put there, and taken. */
  #put = 0;
  #taken = 0;
  #time = 0;

  /** Of the event that was taken last, in picoseconds. */
  get time(): number {
    return this.#time;
  }

  /** Whether the next event is due at {@link time}. */
  get isDueNow(): boolean {
    return this.#taken !== this.#put || (this.#size > 0 && (this.#times[0] as number) === this.#time);
  }

  /** `event`: a whole number from 0 to 2³¹ − 1. What is due in the past is due now. */
  schedule(time: number, event: number): void {
    if (time <= this.#time) {
      this.#append(event);
      return;
    }
    if (this.#size === this.#events.length) this.#grow();
    this.#raise(this.#size++, time, this.#scheduled++, event);
  }

  /** Takes the next event; -1 when there is none. */
  next(): number {
    const hasNow = this.#taken !== this.#put;
    if (this.#size > 0 && (!hasNow || (this.#times[0] as number) === this.#time)) return this.#pop();
    if (!hasNow) return -1;
    const event = this.#now[this.#taken & (this.#now.length - 1)] as number;
    this.#taken = (this.#taken + 1) | 0;
    return event;
  }

  #append(event: number): void {
    if (((this.#put - this.#taken) | 0) === this.#now.length) this.#widen();
    this.#now[this.#put & (this.#now.length - 1)] = event;
    this.#put = (this.#put + 1) | 0;
  }

  /** It is full. */
  #widen(): void {
    const [before, first] = [this.#now, this.#taken & (this.#now.length - 1)];
    this.#now = new Int32Array(2 * before.length);
    this.#now.set(before.subarray(first));
    this.#now.set(before.subarray(0, first), before.length - first);
    this.#taken = 0;
    this.#put = before.length;
  }

  #pop(): number {
    const event = this.#events[0] as number;
    this.#time = this.#times[0] as number;
    const last = --this.#size;
    this.#lower(this.#times[last] as number, this.#orders[last] as number, this.#events[last] as number);
    return event;
  }

  #raise(from: number, time: number, order: number, event: number): void {
    const [times, orders, events] = [this.#times, this.#orders, this.#events];
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 2;
      // Whatever is there was scheduled before.
      if ((times[parent] as number) <= time) break;
      times[place] = times[parent] as number;
      orders[place] = orders[parent] as number;
      events[place] = events[parent] as number;
      place = parent;
    }
    times[place] = time;
    orders[place] = order;
    events[place] = event;
  }

  #lower(time: number, order: number, event: number): void {
    const [times, orders, events, size] = [this.#times, this.#orders, this.#events, this.#size];
    let place = 0;
    for (let first = 1; first < size; first = 4 * place + 1) {
      let child = first;
      let least = times[first] as number;
      const end = Math.min(first + 4, size);
      for (let other = first + 1; other < end; other++) {
        const candidate = times[other] as number;
        if (candidate > least) continue;
        if (candidate === least && (orders[other] as number) > (orders[child] as number)) continue;
        child = other;
        least = candidate;
      }
      if (least > time || (least === time && (orders[child] as number) > order)) break;
      times[place] = least;
      orders[place] = orders[child] as number;
      events[place] = events[child] as number;
      place = child;
    }
    times[place] = time;
    orders[place] = order;
    events[place] = event;
  }

  #grow(): void {
    const [times, orders, events] = [this.#times, this.#orders, this.#events];
    const length = 2 * events.length;
    this.#times = new Float64Array(length);
    this.#orders = new Float64Array(length);
    this.#events = new Int32Array(length);
    this.#times.set(times);
    this.#orders.set(orders);
    this.#events.set(events);
  }
}
