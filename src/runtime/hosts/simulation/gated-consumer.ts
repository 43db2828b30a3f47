import { RingConsumer } from "../../channel/ring.ts";

/** The receiving end of a ring whose messages arrive only when the simulation says so. */
export class GatedConsumer extends RingConsumer {
  #arrived = 0;

  /** One more message has crossed the channel. */
  arrive(): void {
    this.#arrived++;
  }

  override peek(): number {
    return this.#arrived === 0 ? -1 : super.peek();
  }

  override release(): boolean {
    this.#arrived--;
    return super.release();
  }
}
