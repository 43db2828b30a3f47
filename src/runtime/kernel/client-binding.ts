import type { BlockConsumer } from "../channel/block-ring.ts";
import { slotPayload } from "../channel/slot.ts";
import type { DeclaredFailure } from "../errors.ts";
import type { Binding, CallOptions, Decode, Draft, SubscribeOptions } from "../stub.ts";
import { Assembly } from "./assembly.ts";
import type { Conversation, ConversationOwner } from "./conversation.ts";
import { Conversations, mostConversations } from "./conversations.ts";
import type { Deadlines } from "./deadlines.ts";
import type { DropReason } from "./events.ts";
import { Fifo } from "./fifo.ts";
import { type Frame, frameKind, longestText } from "./frame.ts";
import type { Address, Line } from "./outgoing.ts";
import { PendingCall } from "./pending-call.ts";
import { Reader } from "./reader.ts";
import { Scratch } from "./scratch.ts";

/** A request that waits for the binding to open or its window to have room. */
interface WaitingRequest {
  readonly kind: number;
  readonly opcode: number;
  readonly correlation: number;
  readonly words: Int32Array;
  readonly bytes: number;
  readonly sent: (() => void) | null;
  readonly failed: ((reason: unknown) => void) | null;
  abandoned: boolean;
}

/** What a binding needs of its kernel. */
export interface BindingOwner {
  readonly deadlines: Deadlines;
  drop(reason: DropReason, from: number): void;
}

const underWay: Promise<void> = Promise.resolve();

/**
 * The client's end of a connection. `credits` counts the requests that may still be sent before the server has finished
 * one: a reply brings its call's credit back, messages' and streams' credits come back in batches.
 */
export class ClientBinding implements Binding, ConversationOwner {
  readonly service: string;
  readonly #owner: BindingOwner;
  readonly #window: number;
  readonly #longestReply: number;
  readonly #conversations = new Conversations<Conversation>();
  readonly #waiting = new Fifo<WaitingRequest>();
  readonly #scratch = new Scratch();
  #assembly = new Assembly();
  #line: Line | null = null;
  #peer: Address | null = null;
  #credits: number;
  #error: { readonly reason: unknown } | null = null;

  constructor(owner: BindingOwner, service: string, window: number, longestReply: number) {
    this.service = service;
    this.#owner = owner;
    this.#window = window;
    this.#credits = window;
    this.#longestReply = longestReply;
  }

  /** Whether the connection is no more, or never will be. */
  get failed(): boolean {
    return this.#error !== null;
  }

  /** Core of the server, once it is bound. */
  get peer(): Address | null {
    return this.#peer;
  }

  /** The server has accepted: what waited goes. */
  opened(line: Line, peer: Address, blocks: BlockConsumer | null = null): void {
    if (this.#error !== null) return;
    this.#assembly = new Assembly(blocks);
    this.#line = line;
    this.#peer = peer;
    this.#sendWaiting();
  }

  /** The connection is no more, or never will be; everything under way and to come fails with this. */
  fail(reason: unknown): void {
    if (this.#error !== null) return;
    this.#error = { reason };
    this.#line = null;
    for (const request of this.#waiting.drain()) if (!request.abandoned) request.failed?.(reason);
    for (const conversation of this.#conversations.all()) conversation.fail(reason);
  }

  /** Its program has ended: nobody reads its streams and events any more. */
  release(): void {
    for (const conversation of this.#conversations.all()) {
      if (conversation instanceof Reader) void conversation.return();
    }
  }

  // ── what stubs call ──

  draft(bytes: number): Draft {
    return this.#claim(bytes) ?? this.#scratch.reserve(bytes);
  }

  tryDraft(bytes: number): Draft | null {
    const claimed = this.#claim(bytes);
    if (claimed !== null || bytes <= slotPayload) return claimed;
    const room = this.#line !== null && this.#credits > 0 && this.#waiting.length === 0;
    return room && this.#line?.outgoing.waiting === 0 ? this.#scratch.reserve(bytes) : null;
  }

  post(draft: Draft, opcode: number, bytes: number): Promise<void> {
    const line = this.#line;
    if (line?.holds(draft) === true) {
      this.#credits--;
      line.commit(draft, frameKind.message, opcode, 0, bytes);
      return underWay;
    }
    if (this.#error !== null) return Promise.reject(this.#error.reason);
    return this.#postLater(opcode, bytes);
  }

  send(draft: Draft, opcode: number, bytes: number): void {
    void this.post(draft, opcode, bytes);
  }

  call<Reply>(
    draft: Draft,
    opcode: number,
    bytes: number,
    reply: Decode<Reply>,
    failure: Decode<DeclaredFailure<unknown>> | null,
    options: CallOptions | undefined,
  ): Promise<Reply> {
    if (this.#error !== null) return Promise.reject(this.#error.reason);
    if (options !== undefined) {
      if (options.signal?.aborted === true) return Promise.reject(options.signal.reason);
      if (options.timeout !== undefined && !(options.timeout >= 0)) return Promise.reject(badTimeout(options.timeout));
    }
    const held = this.#line?.holds(draft) === true ? draft : null;
    const call = new PendingCall(this, this.#owner.deadlines, reply, failure);
    const correlation = this.#conversations.add(call);
    if (correlation === 0) return Promise.reject(new RangeError(tooMany(this.service)));
    call.begin(correlation, options);
    this.#submit(held, frameKind.request, opcode, correlation, bytes);
    return call.promise;
  }

  stream<Item>(
    draft: Draft,
    opcode: number,
    bytes: number,
    item: Decode<Item>,
    failure: Decode<DeclaredFailure<unknown>> | null,
    options: SubscribeOptions | undefined,
  ): AsyncIterableIterator<Item> {
    const held = this.#line?.holds(draft) === true ? draft : null;
    const reader = this.#read(item, failure, options);
    if (!reader.ended) this.#submit(held, frameKind.open, opcode, reader.correlation, bytes);
    return reader;
  }

  events<Event>(
    opcode: number,
    event: Decode<Event>,
    options: SubscribeOptions | undefined,
  ): AsyncIterableIterator<Event> {
    const reader = this.#read(event, null, options);
    if (!reader.ended) this.#submit(null, frameKind.subscribe, opcode, reader.correlation, 0);
    return reader;
  }

  // ── what conversations ask ──

  abandon(correlation: number): void {
    const waiting = this.#find(correlation);
    if (waiting !== null) {
      waiting.abandoned = true;
      this.#conversations.remove(correlation);
    } else this.#line?.signal(frameKind.cancel, correlation);
  }

  demand(correlation: number, items: number): void {
    this.#line?.signal(frameKind.demand, correlation, items);
  }

  close(correlation: number): void {
    this.#conversations.remove(correlation);
  }

  // ── what comes from the server ──

  receive(frame: Frame): void {
    const peer = this.#peer;
    if (peer === null || frame.source !== peer.core || frame.sourceEndpoint !== peer.endpoint) {
      this.#drop("endpoint", frame);
      return;
    }
    const bound = frame.kind === frameKind.fault ? longestText : this.#longestReply;
    const assembled = this.#assembly.accept(frame, bound);
    if (assembled === "partial") return;
    if (assembled !== "whole") {
      this.#drop(assembled, frame);
      return;
    }
    if (frame.kind === frameKind.credit) this.#acceptCredits(frame);
    else this.#converse(frame);
    this.#assembly.release(frame);
  }

  #converse(frame: Frame): void {
    const conversation = this.#conversations.get(frame.correlation);
    if (conversation === null) {
      this.#drop("correlation", frame);
      return;
    }
    if (!conversation.accept(frame)) {
      this.#drop("kind", frame);
      return;
    }
    if (conversation instanceof PendingCall) this.#refill(1, frame);
  }

  #acceptCredits(frame: Frame): void {
    if (frame.bytes === 4) this.#refill(frame.store.loadU32(frame.at), frame);
    else this.#drop("length", frame);
  }

  #refill(credits: number, frame: Frame): void {
    if (this.#credits + credits > this.#window) this.#drop("window", frame);
    this.#credits = Math.min(this.#window, this.#credits + credits);
    if (this.#waiting.length > 0) this.#sendWaiting();
  }

  // ── what goes to the server ──

  /** Room in the ring itself or in a block, when the message can go at once. */
  #claim(bytes: number): Draft | null {
    if (this.#credits === 0 || this.#waiting.length !== 0) return null;
    return this.#line === null ? null : this.#line.claim(bytes);
  }

  /** `held`: the draft where the message lies ready to go; null when it is in the scratch memory. */
  #submit(held: Draft | null, kind: number, opcode: number, correlation: number, bytes: number): void {
    const line = this.#line;
    if (held !== null && line !== null) {
      this.#credits--;
      line.commit(held, kind, opcode, correlation, bytes);
      this.#grant(kind, correlation);
    } else if (!this.#sendNow(kind, opcode, correlation, bytes, null)) {
      this.#wait(kind, opcode, correlation, bytes, null, null);
    }
  }

  /** Sends what is in the scratch memory if the window has room. */
  #sendNow(kind: number, opcode: number, correlation: number, bytes: number, sent: (() => void) | null): boolean {
    const line = this.#line;
    if (line === null || this.#credits === 0 || this.#waiting.length !== 0) return false;
    this.#credits--;
    if (line.outgoing.send(line, kind, opcode, correlation, this.#scratch.words, bytes, sent)) sent?.();
    this.#grant(kind, correlation);
    return true;
  }

  #postLater(opcode: number, bytes: number): Promise<void> {
    return new Promise((sent, failed) => {
      if (this.#sendNow(frameKind.message, opcode, 0, bytes, sent)) return;
      this.#wait(frameKind.message, opcode, 0, bytes, sent, failed);
    });
  }

  #wait(
    kind: number,
    opcode: number,
    correlation: number,
    bytes: number,
    sent: (() => void) | null,
    failed: ((reason: unknown) => void) | null,
  ): void {
    const words = this.#scratch.words.slice(0, (bytes + 3) >> 2);
    this.#waiting.push({ kind, opcode, correlation, words, bytes, sent, failed, abandoned: false });
  }

  #sendWaiting(): void {
    const line = this.#line;
    while (line !== null && this.#credits > 0 && this.#waiting.length > 0) {
      const request = this.#waiting.shift();
      if (request === undefined || request.abandoned) continue;
      const { kind, opcode, correlation, words, bytes, sent } = request;
      this.#credits--;
      if (line.outgoing.send(line, kind, opcode, correlation, words, bytes, sent)) sent?.();
      this.#grant(kind, correlation);
    }
  }

  /** A stream or subscription begins with the demand of its whole buffer. */
  #grant(kind: number, correlation: number): void {
    if (kind !== frameKind.open && kind !== frameKind.subscribe) return;
    const reader = this.#conversations.get(correlation);
    if (reader instanceof Reader) this.demand(correlation, reader.buffer);
  }

  #read<Item>(
    decode: Decode<Item>,
    failure: Decode<DeclaredFailure<unknown>> | null,
    options: SubscribeOptions | undefined,
  ): Reader<Item> {
    const reader = new Reader(this, decode, failure, options);
    if (reader.ended) return reader;
    reader.correlation = this.#error === null ? this.#conversations.add(reader) : 0;
    if (this.#error !== null) reader.fail(this.#error.reason);
    else if (reader.correlation === 0) reader.fail(new RangeError(tooMany(this.service)));
    return reader;
  }

  #find(correlation: number): WaitingRequest | null {
    for (const request of this.#waiting.values()) {
      if (request.correlation === correlation && !request.abandoned) return request;
    }
    return null;
  }

  #drop(reason: DropReason, frame: Frame): void {
    this.#owner.drop(reason, frame.source);
  }
}

function badTimeout(timeout: number): RangeError {
  return new RangeError(`a timeout of ${timeout} ms where 0 or more can be`);
}

function tooMany(service: string): string {
  return `more than ${mostConversations} calls, streams and subscriptions of ${service} at a time`;
}
