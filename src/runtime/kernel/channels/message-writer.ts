import { type BlockProducer, leastInBlock } from "../../channel/block-ring.ts";
import type { RingProducer } from "../../channel/ring.ts";
import { slotPayload, wordCores, wordPayload } from "../../channel/slot.ts";
import { copyWords, firstFragment, inBlock, tagOf } from "../frame.ts";
import type { KernelHost } from "../host.ts";

/** What the headers of messages say of whom they are for and from, and where those lie that are too long for a slot. */
export interface Heading {
  readonly cores: number;
  readonly endpoints: number;
  /** Null where long messages go in fragments. */
  readonly blocks: BlockProducer | null;
}

/** Lays messages into a ring: in one slot, in fragments, or in a block that a slot tells of. Whether they may go is for others to know. */
export class MessageWriter {
  readonly #ring: RingProducer;
  readonly #channel: number;
  readonly #host: Pick<KernelHost, "published">;
  /** Of the view that is acted on, as it stands in the flags of frames. */
  #tag = 0;
  /** The flags of a whole message, where they stand in the header. */
  #whole = firstFragment << 16;
  /** Frames of this kernel that have gone. */
  frames = 0;

  constructor(ring: RingProducer, channel: number, host: Pick<KernelHost, "published">) {
    this.#ring = ring;
    this.#channel = channel;
    this.#host = host;
  }

  /** Frames that are sent from now on belong to another view. */
  set epoch(epoch: number) {
    this.#tag = tagOf(epoch);
    this.#whole = (firstFragment | this.#tag) << 16;
  }

  /** A message that lies in the next slot already: `what` is the kind, and from bit 8 on the opcode. */
  publish({ cores, endpoints }: Heading, what: number, correlation: number, bytes: number): void {
    this.#ring.send(cores, endpoints, what | this.#whole | (bytes << 24), correlation, bytes);
    this.frames++;
    this.#host.published(this.#channel);
  }

  /** A message that lies in the claimed block already, of which a slot that is free is to tell. */
  publishBlock(
    heading: Heading,
    blocks: BlockProducer,
    slot: number,
    what: number,
    correlation: number,
    total: number,
  ) {
    this.#ring.words[(slot >> 2) + wordPayload] = blocks.publish();
    this.#send(heading, what, firstFragment | inBlock, correlation, 4, total);
  }

  /**
   * Copies a message of any length, of which `done` bytes are in the ring, -1 for not even its first frame, there as far as
   * there is room; how far it has come.
   */
  write(heading: Heading, what: number, correlation: number, words: Int32Array, total: number, done: number): number {
    if (done < 0 && total >= leastInBlock && this.#writeBlock(heading, what, correlation, words, total)) return total;
    let from = Math.max(0, done);
    let flags = done < 0 ? firstFragment : 0;
    do {
      const slot = this.#ring.next();
      if (slot < 0) return flags === 0 ? from : -1;
      const payload = Math.min(slotPayload, total - from);
      copyWords(words, from >> 2, this.#ring.words, (slot >> 2) + wordPayload, (payload + 3) >> 2);
      this.#send(heading, what, flags, correlation, payload, total);
      from += payload;
      flags = 0;
    } while (from < total);
    return total;
  }

  /** Passes on a frame of another kernel; false when there is no room. */
  forward(words: Int32Array, slot: number, payload: number): boolean {
    const to = this.#ring.next();
    if (to < 0) return false;
    const count = wordPayload - wordCores + ((payload + 3) >> 2);
    copyWords(words, (slot >> 2) + wordCores, this.#ring.words, (to >> 2) + wordCores, count);
    this.#ring.publish();
    this.#host.published(this.#channel);
    return true;
  }

  /**
   * False when there is no block, or no slot to tell of it. Without a block the message goes in fragments instead of
   * waiting for one: so nothing but the rings' own slots is ever waited for, and they stay free of deadlock.
   */
  #writeBlock(heading: Heading, what: number, correlation: number, words: Int32Array, total: number): boolean {
    const { blocks } = heading;
    const slot = blocks === null ? -1 : this.#ring.next();
    if (blocks === null || slot < 0) return false;
    const at = blocks.next(total);
    if (at < 0) return false;
    blocks.draft.store.bytes.set(new Uint8Array(words.buffer, words.byteOffset, total), at);
    this.publishBlock(heading, blocks, slot, what, correlation, total);
    return true;
  }

  #send(
    { cores, endpoints }: Heading,
    what: number,
    flags: number,
    correlation: number,
    payload: number,
    total: number,
  ): void {
    const shape = what | ((flags | this.#tag) << 16) | (payload << 24);
    this.#ring.send(cores, endpoints, shape, correlation, total);
    this.frames++;
    this.#host.published(this.#channel);
  }
}
