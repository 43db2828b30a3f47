import type { RingConsumer } from "../../channel/ring.ts";
import { slotPayload, wordCores, wordCorrelation, wordEndpoints, wordShape, wordTotal } from "../../channel/slot.ts";
import type { Inbound } from "../channels/channel-ends.ts";
import { firstFragment, tagOf } from "../frame.ts";
import type { Lane } from "./lane.ts";

/** The lanes of a kernel: what frames were found good for in the view that is acted on. */
export class Lanes {
  /** By endpoint. */
  #lanes: (Lane | null)[] = [];
  /** The flags of a message in one slot, sent in this view. */
  #whole: number;

  constructor(epoch: number) {
    this.#whole = firstFragment | tagOf(epoch);
  }

  /** In another view nothing was found good yet. */
  change(epoch: number): void {
    this.#whole = firstFragment | tagOf(epoch);
    this.#lanes = [];
  }

  /**
   * Gives a message in one slot to the lane of its endpoint; false when it has none, or has to be looked at. Each word is
   * read once: whoever wrote them may write them again.
   */
  take(inbound: Inbound, { words, store }: RingConsumer, slot: number): boolean {
    const first = slot >> 2;
    const endpoints = words[first + wordEndpoints] as number;
    const lane = this.#lanes[endpoints & 0xffff] ?? null;
    if (lane === null || lane.ring !== inbound || lane.endpoints !== endpoints) return false;
    const shape = words[first + wordShape] as number;
    const bytes = shape >>> 24;
    if (lane.cores !== words[first + wordCores] || ((shape >>> 16) & 0xff) !== this.#whole) return false;
    if (bytes > slotPayload || bytes !== words[first + wordTotal]) return false;
    return lane.take(store, slot, shape, words[first + wordCorrelation] as number);
  }

  /** Whether nothing was found good for an endpoint yet. */
  isNew(endpoint: number): boolean {
    const lane = this.#lanes[endpoint] ?? null;
    return lane === null || lane.ring === null;
  }

  /** A frame for an endpoint was delivered, and nothing was wrong with the way it came: what is like it need not be looked at again. */
  learn(inbound: Inbound, endpoint: number, lane: Lane): void {
    while (this.#lanes.length <= endpoint) this.#lanes.push(null);
    this.#lanes[endpoint] = lane;
    lane.ring = inbound;
  }
}
