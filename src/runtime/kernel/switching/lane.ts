import type { Store } from "../../codec/store.ts";
import type { Inbound } from "../channels/channel-ends.ts";

/**
 * The end of a connection as the switch knows it once a frame for it was found good: what comes over the same ring with
 * the same two words in its header, and in the same view, is as good, and goes straight there without being looked at by
 * all that stands in between. Whatever is more than a message in one slot goes the long way, and so does what the end has
 * no quick answer to.
 */
export abstract class Lane {
  /** Null while nothing was found good. */
  ring: Inbound | null = null;
  /** The words of the header that say for whom a frame is, and from whom. */
  cores = 0;
  endpoints = 0;

  /**
   * Takes the message of a frame whose slot begins at byte `slot`; false, and nothing done, when it has to go the long way.
   * `shape` and `correlation` are read from the header once: the memory is shared with whoever wrote it.
   */
  abstract take(store: Store, slot: number, shape: number, correlation: number): boolean;

  /** Nothing comes this way any more. */
  closeLane(): void {
    this.ring = null;
  }
}

/** The header word of what comes back to where one came from. */
export function swapHalves(word: number): number {
  return (word >>> 16) | (word << 16);
}
