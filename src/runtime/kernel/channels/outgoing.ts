import type { BlockProducer } from "../../channel/block-ring.ts";
import type { RingProducer } from "../../channel/ring.ts";
import { slotPayload, slotPayloadAt } from "../../channel/slot.ts";
import type { Store } from "../../codec/store.ts";
import type { Draft } from "../../stub.ts";
import type { KernelHost } from "../host.ts";
import { Backlog } from "./backlog.ts";
import { type Heading, MessageWriter } from "./message-writer.ts";

/** A draft in the ring itself. */
class SlotDraft implements Draft {
  readonly store: Store;
  at = 0;
  position = 0;

  constructor(store: Store) {
    this.store = store;
  }
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
  readonly slotDraft: SlotDraft;
  readonly #writer: MessageWriter;
  readonly #owner: OutgoingOwner;
  readonly #backlog = new Backlog();
  /** All that keeps messages from going: what is sent waits, or is swallowed when the consumer is gone. */
  #hindrance = 0;

  constructor(ring: RingProducer, channel: number, host: Pick<KernelHost, "published">, owner: OutgoingOwner) {
    this.ring = ring;
    this.#writer = new MessageWriter(ring, channel, host);
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
    return this.#backlog.length;
  }

  /** Frames of this kernel that have gone. */
  get frames(): number {
    return this.#writer.frames;
  }

  /** Frames that are sent from now on belong to another view. */
  set epoch(epoch: number) {
    this.#writer.epoch = epoch;
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
    this.#backlog.forget(isCut);
    this.#hinder(others, this.waiting > 0);
  }

  /** The consumer is gone: what waits, and all that comes, is swallowed. */
  lose(): void {
    this.#hinder(lost, true);
    this.#backlog.clear();
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
  put(heading: Heading, what: number, correlation: number, bytes: number): void {
    this.#writer.publish(heading, what, correlation, bytes);
  }

  /** Sends what was written into the draft of {@link claim}. */
  commit(heading: Heading, kind: number, opcode: number, correlation: number, bytes: number): void {
    this.put(heading, kind | (opcode << 8), correlation, bytes);
    if ((this.#hindrance & others) !== 0) this.flush();
  }

  /** The same for the draft of a block; should others have filled the ring meanwhile, the message waits like any other. */
  commitBlock(
    heading: Heading,
    blocks: BlockProducer,
    kind: number,
    opcode: number,
    correlation: number,
    bytes: number,
    priority: number,
  ): void {
    const { at } = blocks.draft;
    const slot = this.waiting === 0 && !this.#isHeld ? this.ring.next() : -1;
    if (slot < 0 || bytes <= slotPayload) {
      const words = blocks.words.subarray(at >> 2, (at + bytes + 3) >> 2);
      this.send(heading, kind, opcode, correlation, words, bytes, priority, null);
      this.flush();
    } else this.#writer.publishBlock(heading, blocks, slot, kind | (opcode << 8), correlation, bytes);
  }

  /** Sends a message of any length, copied from `words`; false when (the rest of) it waits, then `sent` is called later. */
  send(
    heading: Heading,
    kind: number,
    opcode: number,
    correlation: number,
    words: Int32Array,
    bytes: number,
    priority: number,
    sent: (() => void) | null,
  ): boolean {
    if (this.lost) return true;
    const what = kind | (opcode << 8);
    const isFree = this.idle && !this.#isHeld;
    const done = isFree ? this.#writer.write(heading, what, correlation, words, bytes, -1) : -1;
    if (done === bytes) return true;
    if (this.waiting === 0) this.#owner.backlogged(this);
    const kept = words.slice(0, (bytes + 3) >> 2);
    this.#backlog.add({ heading, what, correlation, words: kept, total: bytes, done, sent }, priority);
    this.#hindrance |= others;
    return false;
  }

  /** Puts what waits into the ring as far as there is room; the number of messages that went. */
  flush(): number {
    for (let gone = 0; ; gone++) {
      const message = this.#isHeld ? undefined : this.#backlog.next;
      if (message === undefined) return gone;
      const { heading, what, correlation, words, total } = message;
      const done = this.#writer.write(heading, what, correlation, words, total, message.done);
      const isGone = this.#backlog.went(message, done);
      this.#hinder(others, this.waiting > 0);
      if (!isGone) return gone;
      message.sent?.();
    }
  }

  /** Passes on a frame of another kernel; false when there is no room. */
  forward(words: Int32Array, slot: number, payload: number): boolean {
    return !this.#isHeld && this.#writer.forward(words, slot, payload);
  }

  get #isHeld(): boolean {
    return (this.#hindrance & held) !== 0;
  }

  #hinder(how: number, isSo: boolean): void {
    this.#hindrance = isSo ? this.#hindrance | how : this.#hindrance & ~how;
  }
}
