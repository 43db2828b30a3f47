import { type BlockProducer, leastInBlock } from "../channel/block-ring.ts";
import type { RingProducer } from "../channel/ring.ts";
import { slotPayload, slotPayloadAt, wordCores, wordPayload } from "../channel/slot.ts";
import type { Store } from "../codec/store.ts";
import type { Draft } from "../stub.ts";
import { copyWords, firstFragment, inBlock, tagOf } from "./frame.ts";
import type { KernelHost } from "./host.ts";
import type { Line } from "./line.ts";
import { PriorityQueue } from "./priority-queue.ts";

/** A draft in the ring itself. */
class SlotDraft implements Draft {
  readonly store: Store;
  at = 0;
  position = 0;

  constructor(store: Store) {
    this.store = store;
  }
}

/** A message that waits for room in the ring, or the rest of one. */
interface Waiting {
  readonly line: Line;
  readonly kind: number;
  readonly opcode: number;
  readonly correlation: number;
  readonly words: Int32Array;
  readonly total: number;
  /** Bytes already in the ring; -1 before the first fragment, which an empty message has too. */
  done: number;
  readonly sent: (() => void) | null;
}

/** Why a message cannot go straight into the ring, one bit each: somebody writes into the claimed draft; the consumer is
 * gone; or it cannot be reached; others wait already. */
const open = 1;
const lost = 2;
const held = 4;
const others = 8;

/** What an outgoing channel tells its kernel. */
export interface OutgoingOwner {
  /** The channel has messages waiting where it had none. */
  backlogged(channel: Outgoing): void;
}

/**
 * The sending end of a channel: messages of this kernel straight into the ring, or behind those that wait, which go by
 * their priority. A message that has begun to go is ended first, whatever comes.
 */
export class Outgoing {
  readonly ring: RingProducer;
  readonly channel: number;
  readonly slotDraft: SlotDraft;
  readonly #host: Pick<KernelHost, "published">;
  readonly #owner: OutgoingOwner;
  readonly #waiting = new PriorityQueue<Waiting>();
  #begun: Waiting | null = null;
  /** All that keeps messages from going: what is sent waits, or is swallowed when the consumer is gone. */
  #hindrance = 0;
  /** Of the view that is acted on, as it stands in the flags of frames. */
  #tag = 0;
  /** The flags of a whole message, where they stand in the header. */
  #whole = firstFragment << 16;
  frames = 0;

  constructor(ring: RingProducer, channel: number, host: Pick<KernelHost, "published">, owner: OutgoingOwner) {
    this.ring = ring;
    this.channel = channel;
    this.#host = host;
    this.#owner = owner;
    this.slotDraft = new SlotDraft(ring.store);
  }

  get lost(): boolean {
    return (this.#hindrance & lost) !== 0;
  }

  /** Whether nothing is to go before what comes now. */
  get idle(): boolean {
    return (this.#hindrance & (others | open)) === 0;
  }

  get waiting(): number {
    return this.#waiting.length + (this.#begun === null ? 0 : 1);
  }

  /** Frames that are sent from now on belong to another view. */
  set epoch(epoch: number) {
    this.#tag = tagOf(epoch);
    this.#whole = (firstFragment | this.#tag) << 16;
  }

  /** The consumer cannot be reached, and nobody has agreed yet what that means: everything waits. */
  hold(isHeld: boolean): void {
    this.#hinder(held, isHeld);
  }

  /** The consumer is there, or reached, again. */
  revive(): void {
    this.#hinder(lost, false);
  }

  /** The consumer has started anew. */
  reset(): void {
    this.lose();
    this.ring.reset();
    this.revive();
  }

  /** Swallows what waits on its way to cores to which connections are cut. */
  forget(isCut: (core: number) => boolean): void {
    const isGone = ({ line }: Waiting): boolean => isCut(line.cores & 0xffff);
    if (this.#begun !== null && isGone(this.#begun)) {
      this.#begun.sent?.();
      this.#begun = null;
    }
    for (const message of this.#waiting.takeAll(isGone)) message.sent?.();
    this.#hinder(others, this.waiting > 0);
  }

  /** The consumer is gone: what waits, and all that comes, is swallowed. */
  lose(): void {
    this.#hinder(lost, true);
    this.#begun?.sent?.();
    this.#begun = null;
    for (const message of this.#waiting.drain()) message.sent?.();
    this.#hinder(others, false);
  }

  /** Whether a message can go at once. */
  get ready(): boolean {
    return this.#hindrance === 0 && this.ring.next() >= 0;
  }

  /** Byte offset of the room for one short message that goes at once; -1 when it would have to wait. */
  get room(): number {
    if (this.#hindrance !== 0) return -1;
    const slot = this.ring.next();
    return slot < 0 ? -1 : slot + slotPayloadAt;
  }

  /** The same as a draft, or null. */
  claim(): SlotDraft | null {
    const { room } = this;
    if (room < 0) return null;
    this.slotDraft.at = room;
    this.slotDraft.position = this.ring.position;
    return this.slotDraft;
  }

  /** Keeps the claimed draft until {@link close}, whoever else sends: what they send waits behind it. */
  open(): void {
    this.#hindrance |= open;
  }

  /** To be followed at once by the commit, or by a flush when there is none. False when no draft was open. */
  close(): boolean {
    const wasOpen = (this.#hindrance & open) !== 0;
    this.#hindrance &= ~open;
    return wasOpen;
  }

  /** Whether a message lies in the ring already, in the draft of {@link claim}. */
  holds(draft: Draft): boolean {
    if (draft !== this.slotDraft) return false;
    // Only a getter that sends while its own object is being encoded comes here.
    if (this.slotDraft.position !== this.ring.position)
      throw new Error("another message was sent while this one was written");
    return true;
  }

  /** Whether a message lies in the draft of {@link claim}, and can go at once. */
  isReady(draft: Draft): boolean {
    return draft === this.slotDraft && this.#hindrance === 0 && this.slotDraft.position === this.ring.position;
  }

  /** Sends what was written where {@link room} says, if anything: `what` is the kind, and from bit 8 on the opcode. */
  put(line: Line, what: number, correlation: number, bytes: number): void {
    this.ring.send(line.cores, line.endpoints, what | this.#whole | (bytes << 24), correlation, bytes);
    this.frames++;
    this.#host.published(this.channel);
  }

  /** Sends what was written into the draft of {@link claim}. */
  commit(line: Line, kind: number, opcode: number, correlation: number, bytes: number): void {
    this.put(line, kind | (opcode << 8), correlation, bytes);
    if ((this.#hindrance & others) !== 0) this.flush();
  }

  /** The same for the draft of a block; should others have filled the ring meanwhile, the message waits like any other. */
  commitBlock(
    line: Line,
    blocks: BlockProducer,
    kind: number,
    opcode: number,
    correlation: number,
    bytes: number,
    priority: number,
  ): void {
    const { at } = blocks.draft;
    const slot = this.waiting === 0 ? this.#slot() : -1;
    if (slot < 0 || bytes <= slotPayload) {
      const words = blocks.words.subarray(at >> 2, (at + bytes + 3) >> 2);
      this.send(line, kind, opcode, correlation, words, bytes, priority, null);
      this.flush();
    } else this.#tellOfBlock(slot, line, blocks, kind, opcode, correlation, bytes);
  }

  /** Sends a message of any length, copied from `words`; false when (the rest of) it waits, then `sent` is called later. */
  send(
    line: Line,
    kind: number,
    opcode: number,
    correlation: number,
    words: Int32Array,
    bytes: number,
    priority: number,
    sent: (() => void) | null,
  ): boolean {
    if (this.lost) return true;
    const done = this.idle ? this.#put(line, kind, opcode, correlation, words, bytes, -1) : -1;
    if (done === bytes) return true;
    if (this.waiting === 0) this.#owner.backlogged(this);
    const kept = words.slice(0, (bytes + 3) >> 2);
    const message = { line, kind, opcode, correlation, words: kept, total: bytes, done, sent };
    if (done >= 0) this.#begun = message;
    else this.#waiting.push(message, priority);
    this.#hindrance |= others;
    return false;
  }

  /** Puts what waits into the ring as far as there is room; the number of messages that went. */
  flush(): number {
    for (let gone = 0; ; gone++) {
      const message = this.#begun ?? this.#waiting.peek();
      if (message === undefined) return gone;
      const { line, kind, opcode, correlation, words, total } = message;
      message.done = this.#put(line, kind, opcode, correlation, words, total, message.done);
      const went = message.done >= total;
      if (message.done >= 0 && message !== this.#begun) this.#waiting.shift();
      this.#begun = message.done >= 0 && !went ? message : null;
      this.#hinder(others, this.waiting > 0);
      if (!went) return gone;
      message.sent?.();
    }
  }

  /** Passes on a frame of another kernel; false when there is no room. */
  forward(words: Int32Array, slot: number, payload: number): boolean {
    const to = this.#slot();
    if (to < 0) return false;
    const count = wordPayload - wordCores + ((payload + 3) >> 2);
    copyWords(words, (slot >> 2) + wordCores, this.ring.words, (to >> 2) + wordCores, count);
    this.ring.publish();
    this.#host.published(this.channel);
    return true;
  }

  /** Puts a message, of which `done` bytes are in the ring, there as far as there is room; how far it has come. */
  #put(
    line: Line,
    kind: number,
    opcode: number,
    correlation: number,
    words: Int32Array,
    total: number,
    done: number,
  ): number {
    if (done < 0 && total >= leastInBlock && this.#putInBlock(line, kind, opcode, correlation, words, total))
      return total;
    let from = Math.max(0, done);
    let flags = done < 0 ? firstFragment : 0;
    do {
      const slot = this.#slot();
      if (slot < 0) return flags === 0 ? from : -1;
      const payload = Math.min(slotPayload, total - from);
      copyWords(words, from >> 2, this.ring.words, (slot >> 2) + wordPayload, (payload + 3) >> 2);
      this.#write(line, kind | (opcode << 8), flags, correlation, payload, total);
      from += payload;
      flags = 0;
    } while (from < total);
    return total;
  }

  /**
   * False when there is no block, or no slot to tell of it. Without a block the message goes in fragments instead of
   * waiting for one: so nothing but the rings' own slots is ever waited for, and they stay free of deadlock.
   */
  #putInBlock(
    line: Line,
    kind: number,
    opcode: number,
    correlation: number,
    words: Int32Array,
    total: number,
  ): boolean {
    const { blocks } = line;
    const slot = blocks === null ? -1 : this.#slot();
    if (blocks === null || slot < 0) return false;
    const at = blocks.next(total);
    if (at < 0) return false;
    blocks.draft.store.bytes.set(new Uint8Array(words.buffer, words.byteOffset, total), at);
    this.#tellOfBlock(slot, line, blocks, kind, opcode, correlation, total);
    return true;
  }

  #tellOfBlock(
    slot: number,
    line: Line,
    blocks: BlockProducer,
    kind: number,
    opcode: number,
    correlation: number,
    total: number,
  ): void {
    this.ring.words[(slot >> 2) + wordPayload] = blocks.publish();
    this.#write(line, kind | (opcode << 8), firstFragment | inBlock, correlation, 4, total);
  }

  #slot(): number {
    return (this.#hindrance & held) !== 0 ? -1 : this.ring.next();
  }

  #hinder(how: number, isSo: boolean): void {
    this.#hindrance = isSo ? this.#hindrance | how : this.#hindrance & ~how;
  }

  #write(
    { cores, endpoints }: Line,
    what: number,
    flags: number,
    correlation: number,
    payload: number,
    total: number,
  ): void {
    const shape = what | ((flags | this.#tag) << 16) | (payload << 24);
    this.ring.send(cores, endpoints, shape, correlation, total);
    this.frames++;
    this.#host.published(this.channel);
  }
}
