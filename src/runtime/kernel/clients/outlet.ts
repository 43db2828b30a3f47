import { slotPayload } from "../../channel/slot.ts";
import type { Draft } from "../../stub.ts";
import type { Line } from "../channels/line.ts";
import { Scratch } from "../channels/scratch.ts";
import type { ResourceExchange } from "../resources/resource-exchange.ts";
import type { ClientOperation } from "./request-queue.ts";

const paused = 1;
const blocked = 2;

/**
 * Where the requests of a binding leave: its line while it has one, the credits that are left, and the memory that they
 * are written in. `credits` counts the requests that may still be sent before the server has finished one.
 */
export class Outlet {
  readonly window: number;
  readonly scratch = new Scratch();
  credits: number;
  line: Line | null = null;
  readonly #exchange: ResourceExchange | null;
  /** Why nothing is to be sent, one bit each: it is paused; what is to go next waits for a block. */
  #held = 0;
  /** Credits that are there meanwhile. */
  #aside = 0;
  /** What makes the connection; null when that has begun. */
  #firstUse: (() => void) | null = null;

  constructor(window: number, exchange: ResourceExchange | null) {
    this.window = window;
    this.credits = window;
    this.#exchange = exchange;
  }

  /** Makes the connection only when somebody uses it. */
  onFirstUse(connect: () => void): void {
    this.#firstUse = connect;
  }

  /** Somebody is about to. */
  use(): void {
    const connect = this.#firstUse;
    this.#firstUse = null;
    connect?.();
  }

  // ── memory to write in ──

  draft(bytes: number): Draft {
    const draft = this.#claim(bytes) ?? this.scratch.reserve(bytes);
    this.#exchange?.write(draft.store);
    return draft;
  }

  /** Null when a message would have to wait. */
  tryDraft(bytes: number): Draft | null {
    const draft = this.#claim(bytes) ?? (this.#mayGoInParts(bytes) ? this.scratch.reserve(bytes) : null);
    if (draft !== null) this.#exchange?.write(draft.store);
    return draft;
  }

  /** As {@link draft}, kept until it is sent or discarded. */
  open(bytes: number): Draft {
    const draft = this.#open(this.#claim(bytes)) ?? this.scratch.open(bytes);
    this.#exchange?.write(draft.store);
    return draft;
  }

  /** Null when a message would have to wait. */
  tryOpen(bytes: number): Draft | null {
    const opened = this.#open(this.#claim(bytes));
    const draft = opened ?? (this.#mayGoInParts(bytes) ? this.scratch.open(bytes) : null);
    if (draft !== null) this.#exchange?.write(draft.store);
    return draft;
  }

  discard(draft: Draft): void {
    this.hold(draft)?.outgoing.flush();
  }

  // ── what was written ──

  /** The line that a draft lies ready to go by, to be followed by its submission; null when it is in scratch memory. */
  hold(draft: Draft): Line | null {
    const { line } = this;
    if (line?.holds(draft) === true) {
      if (line.outgoing.close()) this.credits++;
      return line;
    }
    if (draft instanceof Scratch) draft.take();
    return null;
  }

  /** Throws when another message was sent while this one was written, as only a getter can that is read for it. */
  expectWhole(draft: Draft): void {
    if (draft instanceof Scratch) draft.expectReserved();
    else this.line?.holds(draft);
  }

  wordsOf(draft: Draft): Int32Array {
    return draft instanceof Scratch ? draft.words : this.scratch.words;
  }

  /** A copy of what was written, whether it lies ready to go or in scratch memory. */
  copyOf(draft: Draft, isHeld: boolean, bytes: number): Int32Array {
    if (!isHeld) return this.wordsOf(draft).slice(0, (bytes + 3) >> 2);
    const words = new Int32Array((bytes + 3) >> 2);
    new Uint8Array(words.buffer).set(draft.store.bytes.subarray(draft.at, draft.at + bytes));
    return words;
  }

  // ── whether it may go ──

  /** One that finds all blocks under way keeps whatever is to go behind it, too, until {@link blocksFreed}. */
  mayGo(operation: ClientOperation, bytes: number): boolean {
    if (this.line === null || this.credits === 0 || !operation.hasRoom) return false;
    if (!this.line.lacksBlock(bytes)) return true;
    this.#hold(blocked);
    return false;
  }

  /** The server has given blocks back: what waits for one may be tried again. */
  blocksFreed(): void {
    this.#release(blocked);
  }

  /** A request is sent. */
  begin(kind: number, operation: ClientOperation): void {
    this.credits--;
    operation.began(kind);
  }

  /** The server has finished requests; false when it says of more than were under way. */
  refill(credits: number): boolean {
    if (this.isHeld) {
      this.#aside += credits;
      return this.#aside <= this.window;
    }
    const isPossible = this.credits + credits <= this.window;
    this.credits = isPossible ? this.credits + credits : this.window;
    return isPossible;
  }

  /** Whether credits that come back are set aside. */
  get isHeld(): boolean {
    return this.#held !== 0;
  }

  /** Nothing more is sent: what comes waits. The line is there for what is under way. */
  pause(): void {
    this.#hold(paused);
  }

  /** What waits may go again. */
  resume(): void {
    this.#release(paused);
  }

  /** The line is no more, and whatever was under way by it. */
  close(): void {
    this.line = null;
    this.credits = this.window;
    this.#held = 0;
    this.#aside = 0;
  }

  #hold(why: number): void {
    this.#held |= why;
    this.#aside += this.credits;
    this.credits = 0;
  }

  #release(why: number): void {
    this.#held &= ~why;
    if (this.isHeld) return;
    this.credits += this.#aside;
    this.#aside = 0;
  }

  /** Room in the ring itself or in a block, when the message can go at once. */
  #claim(bytes: number): Draft | null {
    if (this.line === null) this.use();
    return this.credits === 0 || this.line === null ? null : this.line.claim(bytes);
  }

  /** An open draft is taken into account among what is under way. */
  #open(claimed: Draft | null): Draft | null {
    if (claimed === null || this.line === null) return null;
    this.credits--;
    this.line.outgoing.open();
    return claimed;
  }

  /** Whether a message that is too long for a slot can go at once, though not from where it is written. */
  #mayGoInParts(bytes: number): boolean {
    const { line } = this;
    if (line === null || bytes <= slotPayload || this.credits === 0) return false;
    return line.outgoing.idle && !line.lacksBlock(bytes);
  }
}
