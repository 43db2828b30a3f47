import type { Segment } from "../ring.ts";
import { checkRingPlace, type RingPlace } from "../slot.ts";
import type { Acknowledgement, DataPacket } from "./packets.ts";

/** What a {@link LinkReceiver} does to the world. */
export interface LinkReceiverPort {
  send(packet: Acknowledgement): void;
  /** So many more slots lie in the ring, in order. */
  arrived(slots: number): void;
}

/**
 * The far end of a link that may lose, double or reorder: what comes is put where it belongs in a ring of the same shape as
 * the sender's, and acknowledged. A consumer of that ring notices nothing.
 */
export class LinkReceiver {
  readonly #words: Int32Array;
  readonly #place: RingPlace;
  readonly #port: LinkReceiverPort;
  /** Everything before this position is in the ring. */
  #received: number;

  /** `start`: the position that the rings at both ends begin at. */
  constructor(segment: Segment, place: RingPlace, port: LinkReceiverPort, start: number = 0) {
    checkRingPlace(place, segment.words.byteLength);
    this.#words = segment.words;
    this.#place = place;
    this.#port = port;
    this.#received = start | 0;
  }

  /** False for what cannot come over this link, and has no effect. */
  receive({ position, words }: DataPacket): boolean {
    const ahead = (position - this.#released) | 0;
    const { slots, slotBytes } = this.#place;
    if (words.length !== (slotBytes >> 2) - 1 || ahead >= slots || ahead < -2 * slots) return false;
    if (((position - this.#received) | 0) >= 0 && !this.#has(position)) this.#put(position, words);
    this.#acknowledge();
    return true;
  }

  /** The consumer has given slots back. */
  credited(): void {
    this.#acknowledge();
  }

  get #released(): number {
    return Atomics.load(this.#words, this.#place.offset >> 2);
  }

  #put(position: number, words: Int32Array): void {
    const first = this.#wordOf(position);
    this.#words.set(words, first + 1);
    Atomics.store(this.#words, first, (position + 1) | 0);
    const before = this.#received;
    while (this.#has(this.#received)) this.#received = (this.#received + 1) | 0;
    if (this.#received !== before) this.#port.arrived((this.#received - before) | 0);
  }

  #acknowledge(): void {
    let later = 0;
    for (let bit = 0; bit < 32; bit++) if (this.#has((this.#received + 1 + bit) | 0)) later |= 1 << bit;
    const [received, released] = [this.#received, this.#released];
    this.#port.send({ kind: "acknowledgement", received, released, later });
  }

  #has(position: number): boolean {
    return this.#words[this.#wordOf(position)] === ((position + 1) | 0);
  }

  #wordOf(position: number): number {
    const { offset, slotBytes, slots } = this.#place;
    return (offset + slotBytes + (position & (slots - 1)) * slotBytes) >> 2;
  }
}
