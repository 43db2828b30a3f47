/**
 * The two ends of a one-way ring of blocks in shared memory, for the messages of one binding that are too long for slots.
 * A block holds a whole message; a frame over the channels says in which it lies and carries the order. The consumer
 * gives blocks back in the order they were filled, through a line of its own in front of them. Positions are 32-bit and
 * wrap; zeroed memory is an empty ring. Neither end believes the other: see {@link BlockProducer.next} and
 * {@link BlockConsumer.find}.
 */
import type { Store } from "../codec/store.ts";
import type { Draft } from "../stub.ts";
import type { Segment } from "./ring.ts";
import { slotPayload } from "./slot.ts";

/** Bytes in front of the blocks: the consumer's position, on lines of its own. */
export const blockRingHead = 128;

/**
 * Bytes from which a message goes through a block where its binding has any: more than two slots hold. Two fragments
 * move as many lines as a block and the word of it do.
 */
export const leastInBlock = 2 * slotPayload + 1;

/** Where a ring of blocks lies in its segment. All in bytes but `blocks`. */
export interface BlockRingPlace {
  /** A multiple of 64. */
  readonly offset: number;
  /** A power of two. */
  readonly blocks: number;
  /** A multiple of 64. */
  readonly blockBytes: number;
}

export function blockRingBytes(blocks: number, blockBytes: number): number {
  return blockRingHead + blocks * blockBytes;
}

/** Throws for a place that is no ring: a defect of whoever planned it, found before memory is written. */
export function checkBlockRingPlace({ offset, blocks, blockBytes }: BlockRingPlace, segmentBytes: number): void {
  const shaped = blocks >= 1 && (blocks & (blocks - 1)) === 0 && blockBytes >= 64 && blockBytes % 64 === 0;
  const inside = offset >= 0 && offset % 64 === 0 && offset + blockRingBytes(blocks, blockBytes) <= segmentBytes;
  if (shaped && inside) return;
  throw new RangeError(
    `no ring: ${blocks} blocks of ${blockBytes} bytes at ${offset} in a segment of ${segmentBytes} bytes`,
  );
}

/** A draft in a block. */
class BlockDraft implements Draft {
  readonly store: Store;
  at = 0;
  position = 0;

  constructor(store: Store) {
    this.store = store;
  }
}

export class BlockProducer {
  readonly blockBytes: number;
  readonly draft: BlockDraft;
  /** Of the segment it lies in, which need not be that of the ring whose slots tell of it. */
  readonly words: Int32Array;
  readonly #released: number;
  readonly #first: number;
  readonly #blocks: number;
  #position = 0;

  constructor(segment: Segment, place: BlockRingPlace) {
    checkBlockRingPlace(place, segment.words.byteLength);
    this.blockBytes = place.blockBytes;
    this.draft = new BlockDraft(segment.store);
    this.words = segment.words;
    this.#released = place.offset >> 2;
    this.#first = place.offset + blockRingHead;
    this.#blocks = place.blocks;
  }

  get position(): number {
    return this.#position;
  }

  /**
   * Byte offset of the block to fill next; -1 when a message of so many bytes has none, or all are under way. Claims
   * nothing: the same until {@link publish}. A consumer that says it released what it never got gets no blocks.
   */
  next(bytes: number): number {
    const underWay = this.#underWay;
    if (bytes > this.blockBytes || underWay < 0 || underWay >= this.#blocks) return -1;
    return this.#first + (this.#position & (this.#blocks - 1)) * this.blockBytes;
  }

  /** Whether a message of so many bytes fits, but all blocks are under way: who reads them says when there are some again. */
  isFullFor(bytes: number): boolean {
    return bytes <= this.blockBytes && this.#underWay === this.#blocks;
  }

  /** The block of {@link next} as a draft; null when there is none. */
  claim(bytes: number): BlockDraft | null {
    const at = this.next(bytes);
    if (at < 0) return null;
    this.draft.at = at;
    this.draft.position = this.#position;
    return this.draft;
  }

  /** Whether a message lies in the block of {@link claim}. */
  holds(draft: Draft): boolean {
    if (draft !== this.draft) return false;
    if (this.draft.position !== this.#position) throw new Error("another message was sent while this one was written");
    return true;
  }

  /** The block of {@link next} is on its way; to be told of by its position. */
  publish(): number {
    const position = this.#position;
    this.#position = (position + 1) | 0;
    return position;
  }

  get #underWay(): number {
    return (this.#position - Atomics.load(this.words, this.#released)) | 0;
  }
}

export class BlockConsumer {
  readonly store: Store;
  readonly words: Int32Array;
  readonly #released: number;
  readonly #first: number;
  readonly #blocks: number;
  readonly #blockBytes: number;
  /** The bits of the position that are 0 whenever half of the blocks have been given back. */
  readonly #telling: number;
  #position = 0;

  constructor(segment: Segment, place: BlockRingPlace) {
    checkBlockRingPlace(place, segment.words.byteLength);
    this.store = segment.store;
    this.words = segment.words;
    this.#released = place.offset >> 2;
    this.#first = place.offset + blockRingHead;
    this.#blocks = place.blocks;
    this.#blockBytes = place.blockBytes;
    this.#telling = Math.max(1, place.blocks >> 1) - 1;
  }

  /** Byte offset of the message that is said to lie at `position`; -1 when the next one cannot lie there. */
  find(position: number, bytes: number): number {
    if (position !== this.#position || bytes > this.#blockBytes) return -1;
    return this.#first + (position & (this.#blocks - 1)) * this.#blockBytes;
  }

  /** Gives the block of {@link find} back. True after each half of them: its writer may wait for one. */
  release(): boolean {
    this.#position = (this.#position + 1) | 0;
    Atomics.store(this.words, this.#released, this.#position);
    return (this.#position & this.#telling) === 0;
  }
}
