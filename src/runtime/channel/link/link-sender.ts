import type { Segment } from "../ring.ts";
import { checkRingPlace, type RingPlace } from "../slot.ts";
import type { Acknowledgement, DataPacket } from "./packets.ts";
import { RoundTrip } from "./round-trip.ts";

/** What a {@link LinkSender} does to the world. */
export interface LinkSenderPort {
  send(packet: DataPacket): void;
  /** {@link LinkSender.expire} is due at that time; replaces what was asked for before. `Infinity`: never. */
  alarm(at: number): void;
  /** The producer of the ring may go on. */
  credited(): void;
}

/** Packets that have come after one that has not, from which that is taken for lost (RFC 5681, section 3.2). */
const gapEvidence = 3;

/**
 * The near end of a link that may lose, double or reorder. What a producer puts into the ring here is sent, and sent again
 * until the other end has it; what the consumer gave back there, the producer gets back here. Times are milliseconds of a
 * clock that never goes back. No clock, timer or socket inside.
 */
export class LinkSender {
  readonly #words: Int32Array;
  readonly #place: RingPlace;
  readonly #port: LinkSenderPort;
  readonly #roundTrip: RoundTrip;
  /** By slot. */
  readonly #sentAt: Float64Array;
  readonly #repeated: Uint8Array;
  readonly #arrived: Uint8Array;
  /** Positions: of the next to be sent, of the first that need not have come, and of the first that was not given back. */
  #sent: number;
  #received: number;
  #released: number;
  #alarm = Number.POSITIVE_INFINITY;
  /** Packets that were sent again. */
  repeats = 0;

  /**
   * `roundTrip`: milliseconds until a packet is acknowledged on an undisturbed link. `start`: the position that the rings at
   * both ends begin at.
   */
  constructor(segment: Segment, place: RingPlace, roundTrip: number, port: LinkSenderPort, start: number = 0) {
    checkRingPlace(place, segment.words.byteLength);
    this.#words = segment.words;
    this.#place = place;
    this.#port = port;
    this.#roundTrip = new RoundTrip(roundTrip);
    this.#sentAt = new Float64Array(place.slots);
    this.#repeated = new Uint8Array(place.slots);
    this.#arrived = new Uint8Array(place.slots);
    this.#sent = start | 0;
    this.#received = start | 0;
    this.#released = start | 0;
  }

  /** Something was put into the ring. */
  published(now: number): void {
    while (this.#words[this.#wordOf(this.#sent)] === ((this.#sent + 1) | 0) && !this.#isFull) {
      const slot = this.#slotOf(this.#sent);
      this.#repeated[slot] = 0;
      this.#arrived[slot] = 0;
      this.#transmit(this.#sent, now);
      this.#sent = (this.#sent + 1) | 0;
    }
    this.#askAlarm();
  }

  /** Word from the other end; false for what cannot be true, or not any more, and has no effect. */
  acknowledged({ received, released, later }: Acknowledgement, now: number): boolean {
    const isPossible = distance(received, this.#sent) >= 0 && distance(released, received) >= 0;
    if (!isPossible || distance(received, this.#received) > 0) return false;
    if (distance(this.#received, received) > 0) this.#advance(received, now);
    if (received === this.#received) this.#note(later, now);
    if (distance(this.#released, released) > 0) {
      this.#released = released;
      Atomics.store(this.#words, this.#place.offset >> 2, released);
      this.#port.credited();
    }
    this.#askAlarm();
    return true;
  }

  /** The alarm that was asked for: what has waited too long is sent again. */
  expire(now: number): void {
    const { timeout } = this.#roundTrip;
    const isDue = (slot: number): boolean => (this.#sentAt[slot] as number) + timeout <= now;
    let sent = 0;
    for (let at = this.#received; at !== this.#sent; at = (at + 1) | 0) {
      const slot = this.#slotOf(at);
      if (this.#arrived[slot] === 1 || !isDue(slot)) continue;
      this.#repeat(at, now);
      sent++;
    }
    // Word of credits may be lost too: whoever has none asks for it (RFC 9293, section 3.8.6.1).
    const last = (this.#sent - 1) | 0;
    if (this.#received === this.#sent && this.#isFull && isDue(this.#slotOf(last))) {
      this.#repeat(last, now);
      sent++;
    }
    if (sent > 0) this.#roundTrip.backOff();
    this.#alarm = Number.POSITIVE_INFINITY;
    this.#askAlarm();
  }

  /** Whether the producer has no slot left, as far as is known here. */
  get #isFull(): boolean {
    return distance(this.#released, this.#sent) >= this.#place.slots;
  }

  /** Everything before `received` has come. */
  #advance(received: number, now: number): void {
    const newest = this.#slotOf((received - 1) | 0);
    if (this.#repeated[newest] === 0) this.#roundTrip.observe(now - (this.#sentAt[newest] as number));
    this.#received = received;
  }

  /** `later`: of the positions after the first that has not come, those that have. */
  #note(later: number, now: number): void {
    for (let bit = 0; bit < 32; bit++) {
      if ((later & (1 << bit)) !== 0) this.#arrived[this.#slotOf((this.#received + 1 + bit) | 0)] = 1;
    }
    const first = this.#slotOf(this.#received);
    if (countBits(later) < gapEvidence || this.#received === this.#sent || this.#repeated[first] === 1) return;
    this.#repeat(this.#received, now);
  }

  #repeat(position: number, now: number): void {
    this.#repeated[this.#slotOf(position)] = 1;
    this.repeats++;
    this.#transmit(position, now);
  }

  #transmit(position: number, now: number): void {
    const first = this.#wordOf(position);
    this.#sentAt[this.#slotOf(position)] = now;
    const words = this.#words.slice(first + 1, first + (this.#place.slotBytes >> 2));
    this.#port.send({ kind: "data", position, words });
  }

  #askAlarm(): void {
    const at = this.#nextExpiry();
    if (at === this.#alarm) return;
    this.#alarm = at;
    this.#port.alarm(at);
  }

  #nextExpiry(): number {
    const { timeout } = this.#roundTrip;
    if (this.#received === this.#sent) {
      return this.#isFull
        ? (this.#sentAt[this.#slotOf((this.#sent - 1) | 0)] as number) + timeout
        : Number.POSITIVE_INFINITY;
    }
    let oldest = Number.POSITIVE_INFINITY;
    for (let at = this.#received; at !== this.#sent; at = (at + 1) | 0) {
      const slot = this.#slotOf(at);
      if (this.#arrived[slot] === 0) oldest = Math.min(oldest, this.#sentAt[slot] as number);
    }
    return oldest + timeout;
  }

  #slotOf(position: number): number {
    return position & (this.#place.slots - 1);
  }

  #wordOf(position: number): number {
    const { offset, slotBytes } = this.#place;
    return (offset + slotBytes + this.#slotOf(position) * slotBytes) >> 2;
  }
}

/** How far `to` is ahead of `from`. */
function distance(from: number, to: number): number {
  return (to - from) | 0;
}

function countBits(word: number): number {
  let count = 0;
  for (let rest = word; rest !== 0; rest &= rest - 1) count++;
  return count;
}
