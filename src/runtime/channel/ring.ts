/**
 * The two ends of a single-producer single-consumer ring of cache-line slots in shared memory. Every slot carries its
 * own sequence word, so one line moves per message and neither end reads the other's position. The consumer returns
 * credits, in batches of a quarter of the ring, through a line of its own that the producer reads only when it has
 * none left. Positions are 32-bit and wrap; zeroed memory is an empty ring.
 */
import { Store } from "../codec/store.ts";
import {
  checkRingPlace,
  type RingPlace,
  wordCores,
  wordCorrelation,
  wordEndpoints,
  wordShape,
  wordTotal,
} from "./slot.ts";

/** A segment of memory as rings see it. */
export class Segment {
  readonly words: Int32Array;
  readonly store: Store;

  constructor(buffer: ArrayBufferLike) {
    this.words = new Int32Array(buffer);
    this.store = new Store(buffer);
  }
}

export class RingProducer {
  readonly words: Int32Array;
  readonly store: Store;
  readonly slots: number;
  readonly #credits: number;
  readonly #first: number;
  readonly #stride: number;
  readonly #mask: number;
  /** Of the next message. */
  #position: number;
  /** Byte offset of its slot. */
  #at: number;
  /** Position at which, for all we know, the ring is full. */
  #limit: number;

  /** `start` is the position both ends begin at; anything but 0 needs {@link prepareRing}. */
  constructor(segment: Segment, place: RingPlace, start: number = 0) {
    checkRingPlace(place, segment.words.byteLength);
    this.words = segment.words;
    this.store = segment.store;
    this.slots = place.slots;
    this.#credits = place.offset >> 2;
    this.#first = place.offset + place.slotBytes;
    this.#stride = place.slotBytes;
    this.#mask = place.slots - 1;
    this.#position = start | 0;
    this.#at = this.#first + (start & this.#mask) * this.#stride;
    this.#limit = (start + place.slots) | 0;
  }

  get position(): number {
    return this.#position;
  }

  /** Byte offset of the slot to fill next, or -1 when the ring is full. Claims nothing: the same until {@link publish}. */
  next(): number {
    return this.#position === this.#limit && !this.#refresh() ? -1 : this.#at;
  }

  /** Slots known to be free, at most; at least what the last look at the credits said. */
  room(): number {
    this.#refresh();
    return (this.#limit - this.#position) | 0;
  }

  /** Writes the header of the slot of {@link next}, whose payload is there, and makes it visible to the consumer. */
  send(cores: number, endpoints: number, shape: number, correlation: number, total: number): void {
    const { words } = this;
    const first = this.#at >> 2;
    words[first + wordCores] = cores;
    words[first + wordEndpoints] = endpoints;
    words[first + wordShape] = shape;
    words[first + wordCorrelation] = correlation;
    words[first + wordTotal] = total;
    const next = (this.#position + 1) | 0;
    Atomics.store(words, first, next);
    this.#position = next;
    this.#at = this.#first + (next & this.#mask) * this.#stride;
  }

  /** Makes the slot of {@link next} visible to the consumer. */
  publish(): void {
    const next = (this.#position + 1) | 0;
    Atomics.store(this.words, this.#at >> 2, next);
    this.#position = next;
    this.#at = this.#first + (next & this.#mask) * this.#stride;
  }

  /** The consumer has started anew: the ring is empty again, and both ends begin at 0. */
  reset(): void {
    clearRing(this.words, this.#credits, this.#first, this.#stride, this.slots);
    this.#position = 0;
    this.#at = this.#first;
    this.#limit = this.slots;
  }

  #refresh(): boolean {
    this.#limit = (Atomics.load(this.words, this.#credits) + this.slots) | 0;
    return this.#position !== this.#limit;
  }
}

export class RingConsumer {
  readonly words: Int32Array;
  readonly store: Store;
  readonly slots: number;
  readonly #credits: number;
  readonly #first: number;
  readonly #stride: number;
  readonly #mask: number;
  readonly #batch: number;
  /** Of the oldest message. */
  #position: number;
  /** What its slot's sequence is once it is there, and the slot's byte offset. */
  #sequence: number;
  #at: number;
  /** Position up to which the producer knows of free slots. */
  #returned: number;

  constructor(segment: Segment, place: RingPlace, start: number = 0) {
    checkRingPlace(place, segment.words.byteLength);
    this.words = segment.words;
    this.store = segment.store;
    this.slots = place.slots;
    this.#credits = place.offset >> 2;
    this.#first = place.offset + place.slotBytes;
    this.#stride = place.slotBytes;
    this.#mask = place.slots - 1;
    this.#batch = Math.max(1, place.slots >> 2);
    this.#position = start | 0;
    this.#sequence = (start + 1) | 0;
    this.#at = this.#first + (start & this.#mask) * this.#stride;
    this.#returned = start | 0;
  }

  get position(): number {
    return this.#position;
  }

  /**
   * Byte offset of the oldest message, or -1 when there is none. It stays until {@link release}. A plain read comes first,
   * an eighth of the price of an atomic one: a message that it misses is there the next time.
   */
  peek(): number {
    const at = this.#at;
    const sequence = this.#sequence;
    return this.words[at >> 2] === sequence && Atomics.load(this.words, at >> 2) === sequence ? at : -1;
  }

  /**
   * The sequence of the slot behind the oldest message, which may have changed since: whoever reads it before the message
   * is handled has that slot's line come meanwhile.
   */
  get ahead(): number {
    return this.words[(this.#first + (this.#sequence & this.#mask) * this.#stride) >> 2] as number;
  }

  /** As {@link peek}; `ahead` was read before the last message was released. */
  peekAfter(ahead: number): number {
    if (ahead !== this.#sequence) return this.peek();
    const at = this.#at;
    return Atomics.load(this.words, at >> 2) === this.#sequence ? at : -1;
  }

  /** The same in order with all atomic accesses before it: for those who sleep when there is nothing. */
  hasMessage(): boolean {
    return Atomics.load(this.words, this.#at >> 2) === this.#sequence;
  }

  /** Messages that wait: for those who are curious. */
  get depth(): number {
    for (let ahead = 0; ahead < this.slots; ahead++) {
      const position = this.#position + ahead;
      const at = this.#first + (position & this.#mask) * this.#stride;
      if (Atomics.load(this.words, at >> 2) !== ((position + 1) | 0)) return ahead;
    }
    return this.slots;
  }

  /** The producer has started anew: the ring is empty again, and both ends begin at 0. */
  reset(): void {
    clearRing(this.words, this.#credits, this.#first, this.#stride, this.slots);
    this.#position = 0;
    this.#sequence = 1;
    this.#at = this.#first;
    this.#returned = 0;
  }

  /** Gives the slot of {@link peek} back; true when the producer can see so, which is once in a batch. */
  release(): boolean {
    const position = this.#sequence;
    this.#position = position;
    this.#sequence = (position + 1) | 0;
    this.#at = this.#first + (position & this.#mask) * this.#stride;
    if (((position - this.#returned) | 0) < this.#batch) return false;
    this.#returned = position;
    Atomics.store(this.words, this.#credits, position);
    return true;
  }
}

/** Only one end of it is there. */
function clearRing(words: Int32Array, credits: number, first: number, stride: number, slots: number): void {
  Atomics.store(words, credits, 0);
  for (let slot = 0; slot < slots; slot++) Atomics.store(words, (first + slot * stride) >> 2, 0);
}

/** Makes memory an empty ring whose both ends begin at `start` instead of 0. */
export function prepareRing(segment: Segment, place: RingPlace, start: number): void {
  checkRingPlace(place, segment.words.byteLength);
  const { words } = segment;
  words[place.offset >> 2] = start | 0;
  for (let ahead = 0; ahead < place.slots; ahead++) {
    const position = start + ahead;
    const at = place.offset + place.slotBytes + (position & (place.slots - 1)) * place.slotBytes;
    words[at >> 2] = (position - place.slots + 1) | 0;
  }
}
