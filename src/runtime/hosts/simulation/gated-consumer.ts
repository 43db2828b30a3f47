import { RingConsumer, type Segment } from "../../channel/ring.ts";
import type { RingPlace } from "../../channel/slot.ts";
import type { Fifo } from "../../kernel/fifo.ts";

/** What has come to a core and was not handled. */
export interface Inbox {
  /** Frames. */
  waiting: number;
  /** Rings that had no frame when one came, in that order; some may be empty again. */
  readonly ready: Fifo<GatedConsumer>;
}

/** The receiving end of a ring whose messages arrive only when the simulation says so. */
export class GatedConsumer extends RingConsumer {
  /** Of the ring among those of its core. */
  readonly index: number;
  readonly #inbox: Inbox;
  #arrived = 0;
  #isListed = false;

  constructor(segment: Segment, place: RingPlace, inbox: Inbox, index: number) {
    super(segment, place);
    this.index = index;
    this.#inbox = inbox;
  }

  /** Whether a message has crossed the channel that was not taken. */
  get isReady(): boolean {
    return this.#arrived > 0;
  }

  /** Messages that have crossed the channel and were not taken. */
  get arrived(): number {
    return this.#arrived;
  }

  /** One more message has crossed the channel. */
  arrive(): void {
    this.#arrived++;
    this.#inbox.waiting++;
    this.list();
  }

  /** It stands among the rings of its core that are ready, at their end. */
  list(): void {
    if (this.#isListed) return;
    this.#isListed = true;
    this.#inbox.ready.push(this);
  }

  /** It was taken from there. */
  unlisted(): void {
    this.#isListed = false;
  }

  /** What has come and was not taken is not there any more. */
  forget(): void {
    this.#inbox.waiting -= this.#arrived;
    this.#arrived = 0;
  }

  override peek(): number {
    return this.#arrived === 0 ? -1 : super.peek();
  }

  /** Nobody reads ahead: there is no other CPU that the next slot's line would have to come from. */
  override get ahead(): number {
    return 0;
  }

  override peekAfter(): number {
    return this.peek();
  }

  override hasMessage(): boolean {
    return this.#arrived > 0 && super.hasMessage();
  }

  override release(): boolean {
    this.#arrived--;
    this.#inbox.waiting--;
    return super.release();
  }
}
