import type { BlockConsumer } from "../channel/block-ring.ts";
import { slotPayload } from "../channel/slot.ts";
import type { DeclaredFailure } from "../errors.ts";
import { type CallInPlace, type MessageInPlace, writeInPlace } from "../in-place/operation.ts";
import type { MessageView } from "../in-place/view.ts";
import type { MessageWriter } from "../in-place/writer.ts";
import type { Binding, CallOptions, Decode, Draft, SubscribeOptions } from "../stub.ts";
import { Assembly } from "./assembly.ts";
import { CallbackCall } from "./callback-call.ts";
import type { Conversation, ConversationOwner } from "./conversation.ts";
import { Conversations, mostConversations } from "./conversations.ts";
import type { Deadlines } from "./deadlines.ts";
import type { DropReason } from "./events.ts";
import { Fifo } from "./fifo.ts";
import { type Frame, frameKind, longestText } from "./frame.ts";
import type { Address, Line } from "./outgoing.ts";
import { isAnswer, PendingCall } from "./pending-call.ts";
import { Reader } from "./reader.ts";
import type { Holdings, ResourceExchange } from "./resource-exchange.ts";
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
  /** A frame was handled, and no program has anything to do because of it. */
  handledInPlace(): void;
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
  readonly #spareCalls: CallbackCall[] = [];
  /** Null for an interface without resources. */
  readonly #exchange: ResourceExchange | null;
  /** What came in replies, items and events. */
  readonly #received: { holdings: Holdings | null } = { holdings: null };
  #assembly = new Assembly();
  /** What makes the connection; null when that has begun. */
  #firstUse: (() => void) | null = null;
  #line: Line | null = null;
  #peer: Address | null = null;
  #credits: number;
  #error: { readonly reason: unknown } | null = null;

  constructor(
    owner: BindingOwner,
    service: string,
    window: number,
    longestReply: number,
    exchange: ResourceExchange | null = null,
  ) {
    this.service = service;
    this.#exchange = exchange;
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
    this.#exchange?.failed();
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

  /** Its program has ended: nobody reads its streams and events any more. */
  release(): void {
    for (const conversation of this.#conversations.all()) {
      if (conversation instanceof Reader) void conversation.return();
    }
    this.#received.holdings?.release();
  }

  // ── what stubs call ──

  draft(bytes: number): Draft {
    const draft = this.#claim(bytes) ?? this.#scratch.reserve(bytes);
    this.#exchange?.write(draft.store);
    return draft;
  }

  tryDraft(bytes: number): Draft | null {
    const draft = this.#claim(bytes) ?? (bytes > slotPayload && this.#mayGo() ? this.#scratch.reserve(bytes) : null);
    if (draft !== null) this.#exchange?.write(draft.store);
    return draft;
  }

  open(bytes: number): Draft {
    const draft = this.#open(this.#claim(bytes)) ?? this.#scratch.open(bytes);
    this.#exchange?.write(draft.store);
    return draft;
  }

  tryOpen(bytes: number): Draft | null {
    const opened = this.#open(this.#claim(bytes));
    const draft = opened ?? (bytes > slotPayload && this.#mayGo() ? this.#scratch.open(bytes) : null);
    if (draft !== null) this.#exchange?.write(draft.store);
    return draft;
  }

  discard(draft: Draft): void {
    this.#hold(draft)?.outgoing.flush();
  }

  post(draft: Draft, opcode: number, bytes: number): Promise<void> {
    const held = this.#hold(draft);
    if (held !== null) {
      this.#submit(draft, held, frameKind.message, opcode, 0, bytes);
      return underWay;
    }
    if (this.#error !== null) return Promise.reject(this.#error.reason);
    return this.#postLater(draft, opcode, bytes);
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
    const refusal = this.#refusalOf(options);
    if (refusal !== null) return Promise.reject(refusal.reason);
    const held = this.#hold(draft);
    const call = new PendingCall(this, this.#owner.deadlines, reply, failure);
    const correlation = this.#conversations.add(call);
    if (correlation === 0) return Promise.reject(new RangeError(tooMany(this.service)));
    call.begin(correlation, options);
    this.#submit(draft, held, frameKind.request, opcode, correlation, bytes);
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
    const held = this.#hold(draft);
    const reader = this.#read(item, failure, options);
    if (!reader.ended) this.#submit(draft, held, frameKind.open, opcode, reader.correlation, bytes);
    return reader;
  }

  events<Event>(
    opcode: number,
    event: Decode<Event>,
    options: SubscribeOptions | undefined,
  ): AsyncIterableIterator<Event> {
    const reader = this.#read(event, null, options);
    if (!reader.ended) this.#submit(this.#scratch, null, frameKind.subscribe, opcode, reader.correlation, 0);
    return reader;
  }

  callInPlace<Request extends MessageWriter, Reply extends MessageView>(
    operation: CallInPlace<Request, Reply>,
    write: ((request: Request) => void) | null,
    replied: (reply: Reply) => void,
    failed: (error: unknown) => void,
    options: CallOptions | undefined,
  ): void {
    const refusal = this.#refusalOf(options);
    if (refusal !== null) {
      failSoon(failed, refusal.reason);
      return;
    }
    const draft = this.open(operation.most);
    const bytes = this.#write(draft, operation.request, write);
    const held = this.#hold(draft);
    const call = this.#spareCalls.pop() ?? new CallbackCall(this, this.#owner.deadlines, this.#spareCalls);
    const correlation = this.#conversations.add(call);
    if (correlation === 0) {
      held?.outgoing.flush();
      this.#spareCalls.push(call);
      failSoon(failed, new RangeError(tooMany(this.service)));
      return;
    }
    call.begin(correlation, operation, replied, failed, options);
    this.#submit(draft, held, frameKind.request, operation.opcode, correlation, bytes);
  }

  postInPlace<Request extends MessageWriter>(
    { opcode, most, request }: MessageInPlace<Request>,
    write: ((request: Request) => void) | null,
  ): boolean {
    const draft = this.tryOpen(most);
    if (draft === null) return false;
    const bytes = this.#write(draft, request, write);
    this.send(draft, opcode, bytes);
    return true;
  }

  // ── what conversations ask ──

  abandon(correlation: number): void {
    const waiting = this.#find(correlation);
    if (waiting !== null) {
      waiting.abandoned = true;
      this.close(correlation);
    } else this.#line?.signal(frameKind.cancel, correlation);
  }

  demand(correlation: number, items: number): void {
    this.#line?.signal(frameKind.demand, correlation, items);
  }

  close(correlation: number): void {
    this.#conversations.remove(correlation);
    this.#exchange?.closed(correlation);
  }

  unread(frame: Frame, decode: Decode<unknown>): void {
    if (this.#exchange === null) return;
    const unread: { holdings: Holdings | null } = { holdings: null };
    this.#exchange.read(frame.store, unread);
    try {
      decode(frame.store, frame.at, frame.bytes);
    } catch {
      // Nobody would have read it anyway.
    }
    unread.holdings?.release();
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
    this.#exchange?.read(frame.store, this.#received);
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
    if (conversation instanceof CallbackCall && isAnswer(frame.kind)) {
      // What it calls may call again, and finds the window open.
      this.#refill(1, frame);
      conversation.accept(frame);
      this.#owner.handledInPlace();
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
    if (this.#line !== null) return this.#line.claim(bytes);
    this.use();
    return null;
  }

  /** Why nothing can be asked now. */
  #refusalOf(options: CallOptions | undefined): { readonly reason: unknown } | null {
    if (this.#error !== null || options === undefined) return this.#error;
    const { signal, timeout } = options;
    if (signal?.aborted === true) return { reason: signal.reason };
    return timeout === undefined || timeout >= 0 ? null : { reason: badTimeout(timeout) };
  }

  /** The bytes that were written into an open draft; none, and the draft given back, when that fails. */
  #write<Request extends MessageWriter>(
    draft: Draft,
    writer: Request | null,
    write: ((request: Request) => void) | null,
  ): number {
    if (writer === null || write === null) return 0;
    try {
      return writeInPlace(draft, writer, write);
    } catch (error) {
      this.discard(draft);
      throw error;
    }
  }

  /** An open draft is taken into account among what is under way. */
  #open(claimed: Draft | null): Draft | null {
    if (claimed === null || this.#line === null) return null;
    this.#credits--;
    this.#line.outgoing.open();
    return claimed;
  }

  /** Whether something can go at once. */
  #mayGo(): boolean {
    return this.#line !== null && this.#credits > 0 && this.#waiting.length === 0 && this.#line.outgoing.idle;
  }

  /** The line that a draft lies ready to go by, to be followed by its submission; null when it is in scratch memory. */
  #hold(draft: Draft): Line | null {
    if (draft instanceof Scratch) draft.close();
    else if (this.#line?.holds(draft) === true) {
      if (this.#line.outgoing.close()) this.#credits++;
      return this.#line;
    }
    return null;
  }

  #submit(draft: Draft, held: Line | null, kind: number, opcode: number, correlation: number, bytes: number): void {
    this.#exchange?.sent(correlation);
    if (held !== null) {
      this.#credits--;
      held.commit(draft, kind, opcode, correlation, bytes);
      this.#grant(kind, correlation);
    } else if (!this.#sendNow(draft, kind, opcode, correlation, bytes, null)) {
      this.#wait(draft, kind, opcode, correlation, bytes, null, null);
    }
  }

  /** Sends what is in the scratch memory if the window has room. */
  #sendNow(
    draft: Draft,
    kind: number,
    opcode: number,
    correlation: number,
    bytes: number,
    sent: (() => void) | null,
  ): boolean {
    const line = this.#line;
    if (line === null) this.use();
    if (line === null || this.#credits === 0 || this.#waiting.length !== 0) return false;
    this.#credits--;
    if (line.outgoing.send(line, kind, opcode, correlation, this.#wordsOf(draft), bytes, sent)) sent?.();
    this.#grant(kind, correlation);
    return true;
  }

  #wordsOf(draft: Draft): Int32Array {
    return draft instanceof Scratch ? draft.words : this.#scratch.words;
  }

  #postLater(draft: Draft, opcode: number, bytes: number): Promise<void> {
    this.#exchange?.sent(0);
    return new Promise((sent, failed) => {
      if (this.#sendNow(draft, frameKind.message, opcode, 0, bytes, sent)) return;
      this.#wait(draft, frameKind.message, opcode, 0, bytes, sent, failed);
    });
  }

  #wait(
    draft: Draft,
    kind: number,
    opcode: number,
    correlation: number,
    bytes: number,
    sent: (() => void) | null,
    failed: ((reason: unknown) => void) | null,
  ): void {
    const words = this.#wordsOf(draft).slice(0, (bytes + 3) >> 2);
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

/** By itself, for the sake of those who do not come here: a function that makes a closure pays for it whenever it is called. */
function failSoon(failed: (error: unknown) => void, reason: unknown): void {
  queueMicrotask(() => failed(reason));
}

function badTimeout(timeout: number): RangeError {
  return new RangeError(`a timeout of ${timeout} ms where 0 or more can be`);
}

function tooMany(service: string): string {
  return `more than ${mostConversations} calls, streams and subscriptions of ${service} at a time`;
}
