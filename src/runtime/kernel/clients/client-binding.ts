import { slotPayload } from "../../channel/slot.ts";
import type { DeclaredFailure } from "../../errors.ts";
import type { CallInPlace, MessageInPlace } from "../../in-place/operation.ts";
import type { MessageView } from "../../in-place/view.ts";
import type { MessageWriter } from "../../in-place/writer.ts";
import type { Binding, CallOptions, Decode, Draft, SubscribeOptions, Upload } from "../../stub.ts";
import type { Line } from "../channels/line.ts";
import type { Conversation, ConversationOwner } from "../conversations/conversation.ts";
import { Conversations, tooManyOf } from "../conversations/conversations.ts";
import { Reader } from "../conversations/reader.ts";
import { faultOf } from "../deadlines.ts";
import { type Frame, frameKind, messageFrame, requestFrame } from "../frame.ts";
import type { Holdings, ResourceExchange } from "../resources/resource-exchange.ts";
import type { Lane } from "../switching/lane.ts";
import type { BindingFacts, BindingOwner } from "./binding-facts.ts";
import { ClientConnection } from "./client-connection.ts";
import { ClientInbox } from "./client-inbox.ts";
import { ClientOperations } from "./client-operations.ts";
import { InPlaceCaller } from "./in-place-caller.ts";
import { Outlet } from "./outlet.ts";
import { PendingCall } from "./pending-call.ts";
import type { ClientOperation } from "./request-queue.ts";
import { RequestSender } from "./request-sender.ts";
import { Uploads } from "./uploads.ts";

/** The client's end of a connection, as stubs and conversations see it. */
export class ClientBinding implements Binding, ConversationOwner {
  readonly connection: ClientConnection;
  readonly #owner: BindingOwner;
  readonly #operations: ClientOperations;
  readonly #conversations = new Conversations<Conversation>();
  readonly #outlet: Outlet;
  readonly #uploads: Uploads;
  readonly #sender: RequestSender;
  readonly #inbox: ClientInbox;
  readonly #inPlace: InPlaceCaller;
  /** Null for an interface without resources. */
  readonly #exchange: ResourceExchange | null;

  constructor(owner: BindingOwner, facts: BindingFacts, exchange: ResourceExchange | null = null) {
    this.#owner = owner;
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
    const parts = { outlet, operations, conversations, sender, uploads, exchange };
    const inbox = new ClientInbox(owner, this, facts, parts);
    this.#inbox = inbox;
    this.connection = new ClientConnection(facts, { ...parts, inbox });
  }

  get service(): string {
    return this.#operations.service;
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
    this.connection.close(correlation);
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

  #priorityOf(correlation: number): number {
    return this.#conversations.get(correlation)?.facts?.priority ?? 0;
  }
}
