import type { BlockConsumer } from "../channel/block-ring.ts";
import { slotPayload } from "../channel/slot.ts";
import type { DeclaredFailure } from "../errors.ts";
import { NotAllowedError, OperationUnavailableError } from "../errors.ts";
import { type CallInPlace, type MessageInPlace, writeInPlace } from "../in-place/operation.ts";
import type { MessageView } from "../in-place/view.ts";
import type { MessageWriter } from "../in-place/writer.ts";
import type { Binding, CallOptions, Decode, Draft, OperationFacts, SubscribeOptions, Upload } from "../stub.ts";
import { Assembly } from "./assembly.ts";
import { CallbackCall } from "./callback-call.ts";
import { encodeText } from "./control.ts";
import type { Conversation, ConversationOwner } from "./conversation.ts";
import { Conversations, mostConversations } from "./conversations.ts";
import type { Deadlines } from "./deadlines.ts";
import { textOf } from "./error-text.ts";
import type { DropReason } from "./events.ts";
import { type Frame, frameKind, longestText } from "./frame.ts";
import { type Refusal, refusal } from "./operations.ts";
import type { Address, Line } from "./outgoing.ts";
import { isAnswer, PendingCall } from "./pending-call.ts";
import { Reader } from "./reader.ts";
import { ClientOperation, RequestQueue, type WaitingRequest } from "./request-queue.ts";
import type { Holdings, ResourceExchange } from "./resource-exchange.ts";
import { Scratch } from "./scratch.ts";
import { Uploader } from "./uploader.ts";

/** What a binding needs of its kernel. */
export interface BindingOwner {
  readonly deadlines: Deadlines;
  drop(reason: DropReason, from: number): void;
  /** A frame was handled, and no program has anything to do because of it. */
  handledInPlace(): void;
}

/** Who is bound to what, and how. */
export interface BindingFacts {
  /** How errors name the service. */
  readonly service: string;
  /** The program that is bound. */
  readonly program: string;
  readonly window: number;
  /** Whether it can be opened again to another instance of the service. */
  readonly canMove: boolean;
  readonly version: number;
  readonly operations: readonly OperationFacts[];
  readonly longestReply: number;
}

/** What the server has agreed to. */
export interface Agreement {
  readonly line: Line;
  readonly peer: Address;
  readonly blocks: BlockConsumer | null;
  /** How errors name the instance of the service. */
  readonly service: string;
  readonly serverVersion: number;
  /** Numbers of the operations that both ends mean the same by; null when those are all. */
  readonly agreed: ReadonlySet<number> | null;
}

const underWay: Promise<void> = Promise.resolve();

/**
 * The client's end of a connection. `credits` counts the requests that may still be sent before the server has finished
 * one: a reply brings its call's credit back, messages' and streams' credits come back in batches. Whenever there are
 * credits left, no request waits but for the window of its own operation.
 */
export class ClientBinding implements Binding, ConversationOwner {
  readonly #owner: BindingOwner;
  readonly #facts: BindingFacts;
  readonly #operations: (ClientOperation | undefined)[] = [];
  readonly #conversations = new Conversations<Conversation>();
  readonly #uploads = new Map<number, Pick<Uploader<never>, "allow" | "stop" | "untouched">>();
  readonly #queue = new RequestQueue();
  /** How to tell the callers of messages that are not under way. */
  readonly #posting = new Set<(reason: unknown) => void>();
  readonly #scratch = new Scratch();
  readonly #spareCalls: CallbackCall[] = [];
  /** Null for an interface without resources. */
  readonly #exchange: ResourceExchange | null;
  /** What came in replies, items and events. */
  readonly #received: { holdings: Holdings | null } = { holdings: null };
  #assembly = new Assembly();
  /** What makes the connection; null when that has begun. */
  #firstUse: (() => void) | null = null;
  #service: string;
  #serverVersion: number;
  #line: Line | null = null;
  #peer: Address | null = null;
  #credits: number;
  #sequence = 0;
  #error: { readonly reason: unknown } | null = null;

  constructor(owner: BindingOwner, facts: BindingFacts, exchange: ResourceExchange | null = null) {
    this.#owner = owner;
    this.#exchange = exchange;
    this.#facts = facts;
    this.#service = facts.service;
    this.#serverVersion = facts.version;
    this.#credits = facts.window;
    for (const operation of facts.operations) this.#operations[operation.opcode] = new ClientOperation(operation);
  }

  /** Whether it can be made again to another instance of the service. */
  get canMove(): boolean {
    return this.#facts.canMove;
  }

  get service(): string {
    return this.#service;
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
  opened({ line, peer, blocks, service, serverVersion, agreed }: Agreement): void {
    if (this.#error !== null) return;
    this.#assembly = new Assembly(blocks);
    this.#line = line;
    this.#peer = peer;
    this.#service = service;
    this.#serverVersion = serverVersion;
    for (const operation of this.#operations) {
      if (operation !== undefined)
        operation.refused = agreed?.has(operation.opcode) === false ? refusal.unavailable : null;
    }
    if (agreed !== null) this.#refuseWaiting();
    this.#sendWaiting();
  }

  /** The connection is no more, or never will be; everything under way and to come fails with this. */
  fail(reason: unknown): void {
    if (this.#error !== null) return;
    this.#error = { reason };
    this.#line = null;
    this.#queue.drain();
    for (const failed of this.#posting) failed(reason);
    this.#posting.clear();
    for (const upload of this.#uploads.values()) upload.stop();
    this.#uploads.clear();
    for (const conversation of this.#conversations.all()) conversation.fail(reason);
    this.#exchange?.failed();
  }

  /**
   * The server is lost, and another is looked for. What may be done twice waits for that one, as do requests that were not
   * sent; everything else that was under way fails with this.
   */
  lost(reason: unknown): void {
    if (this.#error !== null) return;
    this.#line = null;
    this.#peer = null;
    this.#credits = this.#facts.window;
    const waiting = this.#queue.drain();
    const kept = new Set(waiting.map(({ correlation }) => correlation));
    const repeated: WaitingRequest[] = [];
    for (const [correlation, conversation] of this.#conversations.entries()) {
      if (kept.has(correlation)) continue;
      const isCall = conversation instanceof PendingCall || conversation instanceof CallbackCall;
      const isWhole = this.#uploads.get(correlation)?.untouched !== false;
      const repeat = isCall && isWhole && !conversation.settled ? conversation.repeat : null;
      if (repeat !== null) repeated.push(repeat);
      else this.#end(correlation, conversation, reason);
    }
    for (const operation of this.#operations) operation?.ended(operation.underWay);
    const again = [...repeated, ...waiting].sort((a, b) => a.sequence - b.sequence);
    for (const request of again) this.#queue.push(request);
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

  tryDraft(bytes: number, opcode: number): Draft | null {
    if (!this.#mayTry(opcode)) return null;
    const draft = this.#claim(bytes) ?? (bytes > slotPayload && this.#isIdle() ? this.#scratch.reserve(bytes) : null);
    if (draft !== null) this.#exchange?.write(draft.store);
    return draft;
  }

  open(bytes: number): Draft {
    const draft = this.#open(this.#claim(bytes)) ?? this.#scratch.open(bytes);
    this.#exchange?.write(draft.store);
    return draft;
  }

  tryOpen(bytes: number, opcode: number): Draft | null {
    if (!this.#mayTry(opcode)) return null;
    const opened = this.#open(this.#claim(bytes));
    const draft = opened ?? (bytes > slotPayload && this.#isIdle() ? this.#scratch.open(bytes) : null);
    if (draft !== null) this.#exchange?.write(draft.store);
    return draft;
  }

  discard(draft: Draft): void {
    this.#hold(draft)?.outgoing.flush();
  }

  post(draft: Draft, opcode: number, bytes: number): Promise<void> {
    const operation = this.#operation(opcode);
    const held = this.#hold(draft);
    const reason = this.#reasonAgainst(operation);
    if (reason !== null) {
      held?.outgoing.flush();
      return Promise.reject(reason.reason);
    }
    if (held === null || !operation.hasRoom) return this.#postLater(draft, held, operation, bytes);
    this.#exchange?.sent(0);
    this.#begin(frameKind.message, operation);
    held.commit(draft, frameKind.message, opcode, 0, bytes, operation.priority);
    return underWay;
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
    return this.#call(draft, opcode, bytes, reply, failure, options, null);
  }

  callWith<Item, Reply>(
    draft: Draft,
    opcode: number,
    bytes: number,
    upload: Upload<Item>,
    reply: Decode<Reply>,
    failure: Decode<DeclaredFailure<unknown>> | null,
    options: CallOptions | undefined,
  ): Promise<Reply> {
    const prepare = (correlation: number): void => this.#prepare(upload, opcode, correlation);
    return this.#call(draft, opcode, bytes, reply, failure, options, prepare);
  }

  stream<Item>(
    draft: Draft,
    opcode: number,
    bytes: number,
    item: Decode<Item>,
    failure: Decode<DeclaredFailure<unknown>> | null,
    options: SubscribeOptions | undefined,
  ): AsyncIterableIterator<Item> {
    return this.#read(frameKind.open, draft, opcode, bytes, item, failure, options);
  }

  streamWith<Sent, Item>(
    draft: Draft,
    opcode: number,
    bytes: number,
    upload: Upload<Sent>,
    item: Decode<Item>,
    failure: Decode<DeclaredFailure<unknown>> | null,
    options: SubscribeOptions | undefined,
  ): AsyncIterableIterator<Item> {
    const reader = this.#read(frameKind.open, draft, opcode, bytes, item, failure, options);
    if (!reader.ended) this.#prepare(upload, opcode, reader.correlation);
    return reader;
  }

  events<Event>(
    opcode: number,
    event: Decode<Event>,
    options: SubscribeOptions | undefined,
  ): AsyncIterableIterator<Event> {
    return this.#read(frameKind.subscribe, this.#scratch.reserve(0), opcode, 0, event, null, options);
  }

  callInPlace<Request extends MessageWriter, Reply extends MessageView>(
    inPlace: CallInPlace<Request, Reply>,
    write: ((request: Request) => void) | null,
    replied: (reply: Reply) => void,
    failed: (error: unknown) => void,
    options: CallOptions | undefined,
  ): void {
    const operation = this.#operation(inPlace.opcode);
    const reason = this.#reasonAgainst(operation) ?? (options === undefined ? null : faultOf(options));
    if (reason !== null) {
      failSoon(failed, reason.reason);
      return;
    }
    const draft = this.open(inPlace.most);
    const bytes = this.#write(draft, inPlace.request, write);
    const call = this.#spareCalls.pop() ?? new CallbackCall(this, this.#owner.deadlines, this.#spareCalls);
    const correlation = this.#conversations.add(call);
    if (correlation === 0) {
      this.discard(draft);
      this.#spareCalls.push(call);
      failSoon(failed, new RangeError(tooMany(this.#service)));
      return;
    }
    call.begin(correlation, operation, inPlace, replied, failed, options);
    this.#submit(frameKind.request, draft, operation, correlation, bytes);
  }

  postInPlace<Request extends MessageWriter>(
    { opcode, most, request }: MessageInPlace<Request>,
    write: ((request: Request) => void) | null,
  ): boolean {
    const draft = this.tryOpen(most, opcode);
    if (draft === null) return false;
    const bytes = this.#write(draft, request, write);
    this.send(draft, opcode, bytes);
    return true;
  }

  // ── what conversations ask ──

  abandon(correlation: number): void {
    this.#stopUpload(correlation);
    if (this.#queue.abandon(correlation)) this.close(correlation);
    else this.#cancel(correlation, "");
  }

  demand(correlation: number, items: number): void {
    const priority = this.#priorityOf(correlation);
    this.#line?.signal(frameKind.demand, 0, correlation, items, priority);
  }

  close(correlation: number): void {
    this.#stopUpload(correlation);
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
    const bound = frame.kind === frameKind.fault ? longestText : this.#facts.longestReply;
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
    const { kind, correlation } = frame;
    const conversation = this.#conversations.get(correlation);
    if (conversation === null) {
      this.#drop("correlation", frame);
      return;
    }
    if (kind === frameKind.want || kind === frameKind.stop) {
      this.#heedUpload(frame);
      return;
    }
    if (conversation instanceof CallbackCall && isAnswer(kind)) {
      // What it calls may call again, and finds the window open.
      this.#refill(1, conversation.operation, frame);
      conversation.accept(frame);
      this.#owner.handledInPlace();
      return;
    }
    if (kind === frameKind.refused) this.#end(correlation, conversation, this.#refusalIn(frame));
    else if (!conversation.accept(frame)) {
      this.#drop("kind", frame);
      return;
    }
    if (conversation instanceof PendingCall || conversation instanceof CallbackCall) {
      this.#refill(1, conversation.operation, frame);
    }
  }

  #heedUpload(frame: Frame): void {
    const upload = this.#uploads.get(frame.correlation);
    // Of a conversation that its caller has left nothing is sent any more, whatever is still wanted.
    if (upload === undefined) return;
    if (frame.kind === frameKind.stop) upload.stop();
    else if (frame.bytes !== 4) this.#drop("length", frame);
    else if (!upload.allow(frame.store.loadU32(frame.at))) this.#drop("window", frame);
  }

  #acceptCredits(frame: Frame): void {
    if (frame.bytes === 4) this.#refill(frame.store.loadU32(frame.at), this.#operations[frame.opcode], frame);
    else this.#drop("length", frame);
  }

  #refill(credits: number, operation: ClientOperation | undefined, frame: Frame): void {
    if (this.#credits + credits > this.#facts.window) this.#drop("window", frame);
    this.#credits = Math.min(this.#facts.window, this.#credits + credits);
    operation?.ended(credits);
    this.#sendWaiting();
  }

  // ── what goes to the server ──

  /** Room in the ring itself or in a block, when the message can go at once. */
  #claim(bytes: number): Draft | null {
    if (this.#line === null) this.use();
    return this.#credits === 0 || this.#line === null ? null : this.#line.claim(bytes);
  }

  /** Whether a message of an operation may go at once, as far as its own window is concerned. */
  #mayTry(opcode: number): boolean {
    const operation = this.#operation(opcode);
    if (operation.refused !== null) throw this.#refusalOf(operation, operation.refused);
    return operation.hasRoom;
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
  #isIdle(): boolean {
    return this.#line !== null && this.#credits > 0 && this.#line.outgoing.idle;
  }

  /** The line that a draft lies ready to go by, to be followed by its submission; null when it is in scratch memory. */
  #hold(draft: Draft): Line | null {
    if (draft instanceof Scratch) draft.take();
    else if (this.#line?.holds(draft) === true) {
      if (this.#line.outgoing.close()) this.#credits++;
      return this.#line;
    }
    return null;
  }

  /** Throws when another message was sent while this one was written, as only a getter can that is read for it. */
  #expectWhole(draft: Draft): void {
    if (draft instanceof Scratch) draft.expectReserved();
    else this.#line?.holds(draft);
  }

  #wordsOf(draft: Draft): Int32Array {
    return draft instanceof Scratch ? draft.words : this.#scratch.words;
  }

  #mayGo(operation: ClientOperation): boolean {
    return this.#line !== null && this.#credits > 0 && operation.hasRoom;
  }

  /** A request is sent. */
  #begin(kind: number, operation: ClientOperation): void {
    this.#credits--;
    operation.began(kind);
  }

  #call<Reply>(
    draft: Draft,
    opcode: number,
    bytes: number,
    reply: Decode<Reply>,
    failure: Decode<DeclaredFailure<unknown>> | null,
    options: CallOptions | undefined,
    prepare: ((correlation: number) => void) | null,
  ): Promise<Reply> {
    this.#expectWhole(draft);
    const operation = this.#operation(opcode);
    const reason = this.#reasonAgainst(operation) ?? (options === undefined ? null : faultOf(options));
    if (reason !== null) return Promise.reject(reason.reason);
    const call = new PendingCall(this, operation, this.#owner.deadlines, reply, failure);
    const correlation = this.#conversations.add(call);
    if (correlation === 0) return Promise.reject(new RangeError(tooMany(this.#service)));
    call.begin(correlation, options);
    prepare?.(correlation);
    this.#submit(frameKind.request, draft, operation, correlation, bytes);
    return call.promise;
  }

  #read<Item>(
    kind: number,
    draft: Draft,
    opcode: number,
    bytes: number,
    decode: Decode<Item>,
    failure: Decode<DeclaredFailure<unknown>> | null,
    options: SubscribeOptions | undefined,
  ): Reader<Item> {
    this.#expectWhole(draft);
    const operation = this.#operation(opcode);
    const reader = new Reader(this, decode, failure, options, operation.facts);
    if (reader.ended) return reader;
    const reason = this.#reasonAgainst(operation);
    reader.correlation = reason === null ? this.#conversations.add(reader) : 0;
    if (reason !== null) reader.fail(reason.reason);
    else if (reader.correlation === 0) reader.fail(new RangeError(tooMany(this.#service)));
    else this.#submit(kind, draft, operation, reader.correlation, bytes);
    return reader;
  }

  #submit(kind: number, draft: Draft, operation: ClientOperation, correlation: number, bytes: number): void {
    const held = this.#hold(draft);
    this.#exchange?.sent(correlation);
    const line = this.#line;
    if (line === null) this.use();
    if (line === null || !this.#mayGo(operation)) {
      this.#queue.push(this.#keep(kind, draft, held, operation, correlation, bytes));
      held?.outgoing.flush();
      return;
    }
    if (this.#facts.canMove && operation.facts.idempotent === true) {
      this.#remember(this.#keep(kind, draft, held, operation, correlation, bytes));
    }
    this.#begin(kind, operation);
    const { opcode, priority } = operation;
    if (held !== null) held.commit(draft, kind, opcode, correlation, bytes, priority);
    else line.send(kind, opcode, correlation, this.#wordsOf(draft), bytes, priority, null);
    this.#grant(kind, operation, correlation);
  }

  #sendWaiting(): void {
    for (let line = this.#line; line !== null && this.#credits > 0; line = this.#line) {
      const request = this.#queue.next();
      if (request === null) return;
      const { kind, operation, correlation, words, bytes, sent } = request;
      if (this.#facts.canMove && operation.facts.idempotent === true) this.#remember(request);
      this.#begin(kind, operation);
      if (line.send(kind, operation.opcode, correlation, words, bytes, operation.priority, sent)) sent?.();
      this.#grant(kind, operation, correlation);
    }
  }

  #postLater(draft: Draft, held: Line | null, operation: ClientOperation, bytes: number): Promise<void> {
    this.#exchange?.sent(0);
    return new Promise((resolve, reject) => {
      this.#posting.add(reject);
      const sent = (): void => {
        this.#posting.delete(reject);
        resolve();
      };
      if (held === null && this.#sendMessage(draft, operation, bytes, sent)) return;
      const request = { ...this.#keep(frameKind.message, draft, held, operation, 0, bytes), sent, failed: reject };
      this.#queue.push(request);
      held?.outgoing.flush();
    });
  }

  /** Sends a message from scratch memory, if it may go. */
  #sendMessage(draft: Draft, operation: ClientOperation, bytes: number, sent: () => void): boolean {
    const line = this.#line;
    if (line === null || !this.#mayGo(operation)) return false;
    this.#begin(frameKind.message, operation);
    const { opcode, priority } = operation;
    if (line.send(frameKind.message, opcode, 0, this.#wordsOf(draft), bytes, priority, sent)) sent();
    return true;
  }

  /** A copy of a request, which lies ready to go in its draft or in scratch memory. */
  #keep(
    kind: number,
    draft: Draft,
    held: Line | null,
    operation: ClientOperation,
    correlation: number,
    bytes: number,
  ): WaitingRequest {
    const words = held === null ? this.#wordsOf(draft).slice(0, (bytes + 3) >> 2) : copyOf(draft, bytes);
    const sequence = this.#sequence++;
    return { kind, operation, correlation, words, bytes, sequence, sent: null, failed: null };
  }

  /** It may have to be sent again. */
  #remember(request: WaitingRequest): void {
    const call = this.#conversations.get(request.correlation);
    if (call instanceof PendingCall || call instanceof CallbackCall) call.repeat = request;
  }

  /** A stream or subscription begins with the demand of its whole buffer. */
  #grant(kind: number, operation: ClientOperation, correlation: number): void {
    if (kind !== frameKind.open && kind !== frameKind.subscribe) return;
    const reader = this.#conversations.get(correlation);
    if (!(reader instanceof Reader)) return;
    this.#line?.signal(frameKind.demand, operation.opcode, correlation, reader.buffer, operation.priority);
  }

  #cancel(correlation: number, text: string): void {
    const encoded = encodeText(text, longestText);
    const words = new Int32Array(encoded.buffer);
    this.#line?.send(frameKind.cancel, 0, correlation, words, encoded.length, this.#priorityOf(correlation), null);
  }

  // ── items that go up ──

  #prepare<Item>(upload: Upload<Item>, opcode: number, correlation: number): void {
    const priority = this.#operation(opcode).priority;
    const uploader = new Uploader(upload, {
      send: (item) => this.#sendItem(upload, opcode, correlation, item),
      ended: () => this.#line?.signal(frameKind.uploaded, opcode, correlation, null, priority),
      failed: (error) => {
        this.#conversations.get(correlation)?.fail(error);
        this.#cancel(correlation, textOf(error) || "it threw what has no text");
        this.#stopUpload(correlation);
      },
    });
    this.#uploads.set(correlation, uploader);
  }

  #sendItem<Item>({ longest, encode }: Upload<Item>, opcode: number, correlation: number, item: Item): void {
    const line = this.#line;
    if (line === null) return;
    const draft = line.claim(longest) ?? this.#scratch.reserve(longest);
    this.#exchange?.write(draft.store);
    const bytes = encode(draft.store, draft.at, item);
    if (draft instanceof Scratch) draft.take();
    this.#exchange?.sent(0);
    const { priority } = this.#operation(opcode);
    if (line.holds(draft)) line.commit(draft, frameKind.upload, opcode, correlation, bytes, priority);
    else line.send(frameKind.upload, opcode, correlation, this.#wordsOf(draft), bytes, priority, null);
  }

  #stopUpload(correlation: number): void {
    this.#uploads.get(correlation)?.stop();
    this.#uploads.delete(correlation);
  }

  // ── what cannot be ──

  /** A conversation is over, for a reason of its own. */
  #end(correlation: number, conversation: Conversation, reason: unknown): void {
    this.close(correlation);
    conversation.fail(reason);
  }

  #reasonAgainst(operation: ClientOperation): { readonly reason: unknown } | null {
    if (this.#error !== null || operation.refused === null) return this.#error;
    return { reason: this.#refusalOf(operation, operation.refused) };
  }

  #refuseWaiting(): void {
    for (const request of this.#queue.drain()) {
      const { operation, correlation, failed } = request;
      if (operation.refused === null) this.#queue.push(request);
      else {
        const reason = this.#refusalOf(operation, operation.refused);
        const conversation = this.#conversations.get(correlation);
        if (conversation !== null) this.#end(correlation, conversation, reason);
        failed?.(reason);
      }
    }
  }

  #refusalIn(frame: Frame): Error {
    const why = frame.bytes === 4 ? frame.store.loadU32(frame.at) : 0;
    const operation = this.#operations[frame.opcode];
    return this.#refusalOf(operation, why === refusal.notAllowed ? refusal.notAllowed : refusal.unavailable);
  }

  #refusalOf(operation: ClientOperation | undefined, why: Refusal): Error {
    const name = operation?.facts.name ?? "an operation";
    const { program, version } = this.#facts;
    return why === refusal.notAllowed
      ? new NotAllowedError(this.#service, name, program)
      : new OperationUnavailableError(this.#service, name, version, this.#serverVersion);
  }

  #operation(opcode: number): ClientOperation {
    const operation = this.#operations[opcode];
    if (operation === undefined) throw new RangeError(`${this.#service} has no operation ${opcode}`);
    return operation;
  }

  #priorityOf(correlation: number): number {
    return this.#conversations.get(correlation)?.facts?.priority ?? 0;
  }

  #drop(reason: DropReason, frame: Frame): void {
    this.#owner.drop(reason, frame.source);
  }
}

/** By itself, for the sake of those who do not come here: a function that makes a closure pays for it whenever it is called. */
function failSoon(failed: (error: unknown) => void, reason: unknown): void {
  queueMicrotask(() => failed(reason));
}

function faultOf({ signal, timeout }: CallOptions): { readonly reason: unknown } | null {
  if (signal?.aborted === true) return { reason: signal.reason };
  if (timeout === undefined || timeout >= 0) return null;
  return { reason: new RangeError(`a timeout of ${timeout} ms where 0 or more can be`) };
}

function copyOf({ store, at }: Draft, bytes: number): Int32Array {
  const words = new Int32Array((bytes + 3) >> 2);
  new Uint8Array(words.buffer).set(store.bytes.subarray(at, at + bytes));
  return words;
}

function tooMany(service: string): string {
  return `more than ${mostConversations} calls, streams and subscriptions of ${service} at a time`;
}
