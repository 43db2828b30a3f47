import { RingConsumer, type Segment } from "../../channel/ring.ts";
import type { RingPlace } from "../../channel/slot.ts";

/** How many frames have come to a core and not been handled. */
export interface Inbox {
  waiting: number;
  /** The core's inbound ring that one came over last. */
  latest: number;
}

/** The receiving end of a ring whose messages arrive only when the simulation says so. */
export class GatedConsumer extends RingConsumer {
  readonly #inbox: Inbox;
  readonly #index: number;
  #arrived = 0;

  /** `index`: of the ring among those of its core. */
  constructor(segment: Segment, place: RingPlace, inbox: Inbox, index: number) {
    super(segment, place);
    this.#inbox = inbox;
    this.#index = index;
  }

  /** One more message has crossed the channel. */
  arrive(): void {
    this.#arrived++;
    this.#inbox.waiting++;
    this.#inbox.latest = this.#index;
  }

  /** What has come and was not taken is not there any more. */
  forget(): void {
    this.#inbox.waiting -= this.#arrived;
    this.#arrived = 0;
  }

  override peek(): number {
    return this.#arrived === 0 ? -1 : super.peek();
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
