import { slotPayload } from "../channel/slot.ts";
import type { DeclaredFailure } from "../errors.ts";
import type { CallInPlace, MessageInPlace } from "../in-place/operation.ts";
import type { MessageView } from "../in-place/view.ts";
import type { MessageWriter } from "../in-place/writer.ts";
import type { Binding, CallOptions, Decode, Draft, SubscribeOptions, Upload } from "../stub.ts";
import type { Agreement, BindingFacts, BindingOwner } from "./binding-facts.ts";
import { CallbackCall } from "./callback-call.ts";
import { ClientInbox } from "./client-inbox.ts";
import { ClientOperations } from "./client-operations.ts";
import type { Conversation, ConversationOwner } from "./conversation.ts";
import { Conversations, tooManyOf } from "./conversations.ts";
import { faultOf } from "./deadlines.ts";
import { type Frame, frameKind, messageFrame, requestFrame } from "./frame.ts";
import { InPlaceCaller } from "./in-place-caller.ts";
import type { Lane } from "./lane.ts";
import type { Address, Line } from "./line.ts";
import { Outlet } from "./outlet.ts";
import { PendingCall } from "./pending-call.ts";
import { Reader } from "./reader.ts";
import type { ClientOperation, WaitingRequest } from "./request-queue.ts";
import { RequestSender } from "./request-sender.ts";
import type { Holdings, ResourceExchange } from "./resource-exchange.ts";
import { Uploads } from "./uploads.ts";

/** Conversations that are to end, and what is to be told when they have. */
interface AwaitedEnds {
  readonly correlations: Set<number>;
  readonly quiet: () => void;
}

/**
 * The client's end of a connection: what stubs call, and what becomes of all that is under way when the connection does.
 */
export class ClientBinding implements Binding, ConversationOwner {
  readonly #owner: BindingOwner;
  readonly #facts: BindingFacts;
  readonly #operations: ClientOperations;
  readonly #conversations = new Conversations<Conversation>();
  readonly #outlet: Outlet;
  readonly #uploads: Uploads;
  readonly #sender: RequestSender;
  readonly #inbox: ClientInbox;
  readonly #inPlace: InPlaceCaller;
  /** Null for an interface without resources. */
  readonly #exchange: ResourceExchange | null;
  #released = false;
  /** While it is paused: what is to end before nothing is under way. */
  #awaited: AwaitedEnds | null = null;

  constructor(owner: BindingOwner, facts: BindingFacts, exchange: ResourceExchange | null = null) {
    this.#owner = owner;
    this.#facts = facts;
    this.#exchange = exchange;
    const conversations = this.#conversations;
    const operations = new ClientOperations(facts, exchange !== null);
    const outlet = new Outlet(facts.window, exchange);
    const sender = new RequestSender(outlet, conversations, exchange, facts.canMove);
    const uploads = new Uploads(outlet, exchange);
    this.#operations = operations;
    this.#outlet = outlet;
    this.#sender = sender;
    this.#uploads = uploads;
    this.#inPlace = new InPlaceCaller(this, owner.deadlines, { outlet, operations, conversations, sender });
    this.#inbox = new ClientInbox(owner, this, facts, {
      ...{ outlet, operations, conversations, sender, uploads, exchange },
    });
  }

  /** Whether it can be made again to another instance of the service. */
  get canMove(): boolean {
    return this.#facts.canMove;
  }

  get service(): string {
    return this.#operations.service;
  }

  /** Instance of the service that it is bound to, or was last. */
  get instance(): number {
    return this.#operations.instance;
  }

  /** Whether its program has ended. */
  get released(): boolean {
    return this.#released;
  }

  /** Whether the connection is no more, unless it is made again. */
  get failed(): boolean {
    return this.#operations.failure !== null;
  }

  /** Core of the server, once it is bound. */
  get peer(): Address | null {
    return this.#inbox.peer;
  }

  // ── what becomes of it ──

  /** Makes the connection only when somebody uses it. */
  onFirstUse(connect: () => void): void {
    this.#outlet.onFirstUse(connect);
  }

  /** Somebody is about to. */
  use(): void {
    this.#outlet.use();
  }

  /** The server has accepted: what waited goes. */
  opened(agreement: Agreement): void {
    if (this.failed) return;
    this.#outlet.line = agreement.line;
    this.#inbox.opened(agreement);
    this.#operations.agree(agreement);
    if (agreement.agreed !== null) this.#refuseWaiting();
    this.#sender.sendWaiting();
  }

  /** The connection is no more, or never will be; everything under way and to come fails with this. */
  fail(reason: unknown): void {
    if (this.failed) return;
    this.#operations.failure = { reason };
    this.#awaited = null;
    this.#outlet.line = null;
    this.#inbox.closeLane();
    this.#sender.fail(reason);
    this.#uploads.stopAll();
    for (const conversation of this.#conversations.all()) conversation.fail(reason);
    this.#exchange?.failed();
  }

  /**
   * The server is lost, and another is looked for, on core `next`. What may be done twice waits for that one, as do
   * requests that were not sent; everything else that was under way fails with this, as does whatever a region or an
   * endpoint goes with: those were for the other.
   */
  lost(reason: unknown, next: number): void {
    if (this.failed) return;
    this.#outlet.close();
    this.#awaited = null;
    this.#inbox.closed();
    const waiting = this.#sender.takeMovable(reason, this.#exchange);
    this.#exchange?.moveTo(next);
    const kept = new Set(waiting.map(({ correlation }) => correlation));
    const again = [...waiting];
    const ended: (readonly [number, Conversation])[] = [];
    for (const [correlation, conversation] of this.#conversations.entries()) {
      if (kept.has(correlation)) continue;
      const repeat = this.#uploads.isUntouched(correlation) ? repeatOf(conversation) : null;
      if (repeat !== null) again.push(repeat);
      else ended.push([correlation, conversation]);
    }
    this.#operations.endAll();
    this.#sender.queue.pushAll(again);
    // Last: what is called back may call again, and that goes behind what was called before.
    for (const [correlation, conversation] of ended) this.#end(correlation, conversation, reason);
  }

  /** An instance of the service is within reach again, on core `next`: what is called from now on waits for it. */
  revive(next: number): void {
    this.#operations.failure = null;
    for (const [correlation] of this.#conversations.entries()) this.close(correlation);
    this.#outlet.close();
    this.#inbox.closed();
    this.#operations.endAll();
    this.#exchange?.moveTo(next);
  }

  /** Its program has ended: nobody reads its streams and events any more. */
  release(): void {
    this.#released = true;
    for (const conversation of this.#conversations.all()) {
      if (conversation instanceof Reader) void conversation.return();
    }
    this.#inbox.release();
  }

  /** What is called from now on waits. Calls back, at once or later, when nothing is under way but subscriptions. */
  pause(quiet: () => void): void {
    this.#outlet.pause();
    const waiting = this.#sender.queue.correlations();
    const correlations = new Set<number>();
    for (const [correlation, conversation] of this.#conversations.entries()) {
      if (waiting.has(correlation)) continue;
      if (!isSubscription(conversation)) correlations.add(correlation);
      else conversation.mayOverflow = true;
    }
    if (correlations.size === 0) quiet();
    else this.#awaited = { correlations, quiet };
  }

  /** Calls, streams and subscriptions that are not over. */
  get underWay(): number {
    return this.#conversations.size;
  }

  /** Of those that are under way while it is paused: how many, and the name of an operation. */
  get unfinished(): { readonly count: number; readonly operation: string } | null {
    const [first] = this.#awaited?.correlations ?? [];
    if (this.#awaited === null || first === undefined) return null;
    const operation = this.#conversations.get(first)?.facts?.name ?? "";
    return { count: this.#awaited.correlations.size, operation };
  }

  /** It goes on with the server that it has. */
  resume(): void {
    this.#awaited = null;
    this.#outlet.resume();
    this.#sender.sendWaiting();
  }

  /** From now on not even what is under way says anything to the server. */
  fallSilent(): void {
    this.#awaited = null;
    this.#outlet.line = null;
  }

  /**
   * The server has said its last, and all that it was asked is done: what waits, and subscriptions, wait for the next
   * connection.
   */
  parted(): void {
    if (this.failed) return;
    this.#outlet.close();
    this.#inbox.closed();
    const subscriptions = this.#conversations.entries().filter(([, each]) => isSubscription(each));
    const waiting = this.#sender.queue.correlations();
    this.#operations.endAll();
    for (const [correlation, reader] of subscriptions) {
      if (waiting.has(correlation)) continue;
      const operation = reader.facts === undefined ? undefined : this.#operations.find(reader.facts.opcode);
      if (!isSubscription(reader) || reader.ended || operation === undefined) this.close(correlation);
      else this.#sender.subscribe(operation, correlation);
    }
  }

  /** The server is on another core from now on: what a region or an endpoint goes with was for the last, and fails with this. */
  movesTo(core: number, reason: unknown): void {
    if (this.#exchange === null) return;
    const before = this.#sender.queue.correlations();
    this.#sender.queue.pushAll(this.#sender.takeMovable(reason, this.#exchange));
    const kept = this.#sender.queue.correlations();
    this.#exchange.moveTo(core);
    for (const correlation of before) {
      const conversation = kept.has(correlation) ? null : this.#conversations.get(correlation);
      if (conversation !== null) this.#end(correlation, conversation, reason);
    }
  }

  // ── what stubs call ──

  draft(bytes: number): Draft {
    return this.#outlet.draft(bytes);
  }

  tryDraft(bytes: number, opcode: number): Draft | null {
    const operation = this.#operations.get(opcode);
    const { line, credits } = this.#outlet;
    if (operation.isPlain && line !== null && bytes <= slotPayload) return credits > 0 ? line.outgoing.claim() : null;
    return this.#operations.mayTry(operation) ? this.#outlet.tryDraft(bytes) : null;
  }

  post(draft: Draft, opcode: number, bytes: number): Promise<void> {
    const operation = this.#operations.get(opcode);
    const reason = this.#operations.reasonAgainst(operation);
    return reason === null ? this.#sender.post(draft, operation, bytes) : this.#reject(draft, reason.reason);
  }

  send(draft: Draft, opcode: number, bytes: number): void {
    const operation = this.#operations.get(opcode);
    const line = this.#lineFor(draft, operation);
    if (line === null) void this.post(draft, opcode, bytes);
    else line.outgoing.put(line, messageFrame | (opcode << 8), 0, bytes);
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
    return this.#read(frameKind.subscribe, this.#outlet.scratch.reserve(0), opcode, 0, event, null, options);
  }

  callInPlace<Request extends MessageWriter, Reply extends MessageView>(
    inPlace: CallInPlace<Request, Reply>,
    write: ((request: Request) => void) | null,
    replied: (reply: Reply) => void,
    failed: (error: unknown) => void,
    options: CallOptions | undefined,
  ): void {
    this.#inPlace.call(inPlace, write, replied, failed, options);
  }

  postInPlace<Request extends MessageWriter>(
    message: MessageInPlace<Request>,
    write: ((request: Request) => void) | null,
  ): boolean {
    return this.#inPlace.post(message, write);
  }

  // ── what conversations ask ──

  abandon(correlation: number): void {
    this.#uploads.stop(correlation);
    if (this.#sender.queue.abandon(correlation)) this.close(correlation);
    else this.#uploads.cancel(correlation, this.#priorityOf(correlation), "");
  }

  demand(correlation: number, items: number): void {
    this.#outlet.line?.signal(frameKind.demand, 0, correlation, items, this.#priorityOf(correlation));
  }

  close(correlation: number): void {
    if (this.#uploads.any) this.#uploads.stop(correlation);
    this.#conversations.remove(correlation);
    this.#exchange?.closed(correlation);
    if (this.#awaited !== null) this.#noteEnd(correlation, this.#awaited);
  }

  #noteEnd(correlation: number, { correlations, quiet }: AwaitedEnds): void {
    if (!correlations.delete(correlation) || correlations.size > 0) return;
    this.#awaited = null;
    quiet();
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
    this.#inbox.receive(frame);
  }

  /** Where nothing comes along, an answer in one slot goes to who waits for it. */
  get lane(): Lane | undefined {
    return this.#exchange === null && this.#inbox.peer !== null ? this.#inbox : undefined;
  }

  // ── what all of these share ──

  #call<Reply>(
    draft: Draft,
    opcode: number,
    bytes: number,
    reply: Decode<Reply>,
    failure: Decode<DeclaredFailure<unknown>> | null,
    options: CallOptions | undefined,
    prepare: ((correlation: number) => void) | null,
  ): Promise<Reply> {
    const operation = this.#operations.get(opcode);
    this.#outlet.expectWhole(draft);
    const reason = this.#operations.reasonAgainst(operation) ?? (options === undefined ? null : faultOf(options));
    if (reason !== null) return this.#reject(draft, reason.reason);
    const call = new PendingCall(this, operation, this.#owner.deadlines, reply, failure);
    const correlation = this.#conversations.add(call);
    if (correlation === 0) return this.#reject(draft, tooManyOf(this.service));
    const line = this.#lineFor(draft, operation);
    if (line !== null) line.outgoing.put(line, requestFrame | (opcode << 8), correlation, bytes);
    call.begin(correlation, options);
    prepare?.(correlation);
    if (line === null) this.#sender.submit(requestFrame, draft, operation, correlation, bytes);
    return call.promise;
  }

  /** The line by which what lies in a draft goes at once, and a credit is taken for; null when more has to be thought of. */
  #lineFor(draft: Draft, operation: ClientOperation): Line | null {
    const { line, credits } = this.#outlet;
    if (line === null || credits === 0 || !operation.isPlain || !line.outgoing.isReady(draft)) return null;
    this.#outlet.credits--;
    return line;
  }

  /** Nothing is sent of what was written. */
  #reject(draft: Draft, reason: unknown): Promise<never> {
    this.#outlet.discard(draft);
    this.#exchange?.unsent();
    return Promise.reject(reason);
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
    this.#outlet.expectWhole(draft);
    const operation = this.#operations.get(opcode);
    const reader = new Reader(this, decode, failure, options, operation.facts);
    if (reader.ended) return reader;
    reader.isSubscription = kind === frameKind.subscribe;
    const reason = this.#operations.reasonAgainst(operation);
    reader.correlation = reason === null ? this.#conversations.add(reader) : 0;
    if (reason !== null) reader.fail(reason.reason);
    else if (reader.correlation === 0) reader.fail(tooManyOf(this.service));
    else this.#sender.submit(kind, draft, operation, reader.correlation, bytes);
    return reader;
  }

  #prepare<Item>(upload: Upload<Item>, opcode: number, correlation: number): void {
    const failed = (error: unknown): void => this.#conversations.get(correlation)?.fail(error);
    this.#uploads.prepare(upload, this.#operations.get(opcode), correlation, failed);
  }

  /** A conversation is over, for a reason of its own. */
  #end(correlation: number, conversation: Conversation, reason: unknown): void {
    this.close(correlation);
    conversation.fail(reason);
  }

  /** Requests were made before it was known that their operations are not for them. */
  #refuseWaiting(): void {
    for (const request of this.#sender.takeRefused()) {
      const { operation, correlation } = request;
      if (operation.refused === null) continue;
      const reason = this.#operations.refusalOf(operation, operation.refused);
      const conversation = this.#conversations.get(correlation);
      if (conversation !== null) this.#end(correlation, conversation, reason);
      this.#sender.reject(request, reason);
    }
  }

  #priorityOf(correlation: number): number {
    return this.#conversations.get(correlation)?.facts?.priority ?? 0;
  }
}

function isSubscription(conversation: Conversation): conversation is Reader<unknown> {
  return conversation instanceof Reader && conversation.isSubscription;
}

/** What is to be sent again of a conversation when its server is lost; null when it has ended, or may not be repeated. */
function repeatOf(conversation: Conversation): WaitingRequest | null {
  const isCall = conversation instanceof PendingCall || conversation instanceof CallbackCall;
  return isCall && !conversation.settled ? conversation.repeat : null;
}
