import type { Draft } from "../../stub.ts";
import type { Line } from "../channels/line.ts";
import type { Conversation } from "../conversations/conversation.ts";
import type { Conversations } from "../conversations/conversations.ts";
import { Reader } from "../conversations/reader.ts";
import { frameKind, messageFrame, requestFrame } from "../frame.ts";
import type { ResourceExchange } from "../resources/resource-exchange.ts";
import { CallbackCall } from "./callback-call.ts";
import type { Outlet } from "./outlet.ts";
import { PendingCall } from "./pending-call.ts";
import { type ClientOperation, RequestQueue, type WaitingRequest } from "./request-queue.ts";

const underWay: Promise<void> = Promise.resolve();

/**
 * The requests of a binding: each goes at once where it may, else it waits for its turn. Whenever there are credits left,
 * no request waits but for the window of its own operation. One that waits for a block has all credits set aside.
 */
export class RequestSender {
  readonly queue = new RequestQueue();
  readonly #outlet: Outlet;
  readonly #conversations: Conversations<Conversation>;
  readonly #exchange: ResourceExchange | null;
  /** Whether what may be done twice has to be kept. */
  readonly #mayRepeat: boolean;
  /** How to tell the callers of messages that are not under way. */
  readonly #posting = new Set<(reason: unknown) => void>();
  #sequence = 0;

  constructor(
    outlet: Outlet,
    conversations: Conversations<Conversation>,
    exchange: ResourceExchange | null,
    mayRepeat: boolean,
  ) {
    this.#outlet = outlet;
    this.#conversations = conversations;
    this.#exchange = exchange;
    this.#mayRepeat = mayRepeat;
  }

  /** Sends a message nobody answers; resolves once it is under way. */
  post(draft: Draft, operation: ClientOperation, bytes: number): Promise<void> {
    const held = this.#outlet.hold(draft);
    if (held === null || !operation.hasRoom) return this.#postLater(draft, held, operation, bytes);
    this.#exchange?.sent(0);
    this.#outlet.begin(messageFrame, operation);
    held.commit(draft, messageFrame, operation.opcode, 0, bytes, operation.priority);
    return underWay;
  }

  /** Sends the request of a conversation. */
  submit(kind: number, draft: Draft, operation: ClientOperation, correlation: number, bytes: number): void {
    const outlet = this.#outlet;
    const held = outlet.hold(draft);
    const carries = this.#exchange?.sent(correlation) === true;
    const { line } = outlet;
    if (line === null) outlet.use();
    if (line === null || !outlet.mayGo(operation, bytes)) {
      this.queue.push(this.#keep(kind, draft, held, operation, correlation, bytes, carries));
      held?.outgoing.flush();
      return;
    }
    if (this.#mayRepeat && operation.facts.idempotent === true && !carries) {
      this.#remember(this.#keep(kind, draft, held, operation, correlation, bytes, carries));
    }
    outlet.begin(kind, operation);
    const { opcode, priority } = operation;
    if (held !== null) held.commit(draft, kind, opcode, correlation, bytes, priority);
    else line.send(kind, opcode, correlation, outlet.wordsOf(draft), bytes, priority, null);
    if (kind !== requestFrame) this.#grant(line, kind, operation, correlation);
  }

  /** Sends what waits and may go. */
  sendWaiting(): void {
    if (this.queue.isEmpty) return;
    const outlet = this.#outlet;
    for (let { line } = outlet; line !== null && outlet.credits > 0; line = outlet.line) {
      const request = this.queue.peek();
      if (request === null || !outlet.mayGo(request.operation, request.bytes)) return;
      this.queue.take(request);
      this.#sendKept(line, request);
    }
  }

  /** A subscription is to be made anew, before anything that waits. */
  subscribe(operation: ClientOperation, correlation: number): void {
    const words = new Int32Array(0);
    const facts = { kind: frameKind.subscribe, operation, correlation, words, bytes: 0, carries: false };
    this.queue.pushAll([{ ...facts, sequence: -1, sent: null, failed: null }, ...this.queue.drain()]);
  }

  /** Takes what waits that may not be sent after all. */
  takeRefused(): readonly WaitingRequest[] {
    const all = this.queue.drain();
    for (const request of all) if (request.operation.refused === null) this.queue.push(request);
    return all.filter(({ operation }) => operation.refused !== null);
  }

  /** Takes what waits and may go to another server; messages that may not fail with this. */
  takeMovable(reason: unknown, exchange: ResourceExchange | null): readonly WaitingRequest[] {
    const all = this.queue.drain();
    for (const request of all) {
      if (!request.carries) continue;
      exchange?.closed(request.correlation);
      this.reject(request, reason);
    }
    return all.filter(({ carries }) => !carries);
  }

  /** Tells the caller of a message that will not be sent. */
  reject({ failed }: WaitingRequest, reason: unknown): void {
    if (failed === null) return;
    this.#posting.delete(failed);
    failed(reason);
  }

  /** Nothing goes any more. */
  fail(reason: unknown): void {
    this.queue.drain();
    for (const failed of this.#posting) failed(reason);
    this.#posting.clear();
  }

  #sendKept(line: Line, request: WaitingRequest): void {
    const { kind, operation, correlation, words, bytes, carries, sent } = request;
    if (this.#mayRepeat && operation.facts.idempotent === true && !carries) this.#remember(request);
    this.#outlet.begin(kind, operation);
    if (line.send(kind, operation.opcode, correlation, words, bytes, operation.priority, sent)) sent?.();
    this.#grant(line, kind, operation, correlation);
  }

  #postLater(draft: Draft, held: Line | null, operation: ClientOperation, bytes: number): Promise<void> {
    const carries = this.#exchange?.sent(0) === true;
    return new Promise((resolve, reject) => {
      this.#posting.add(reject);
      const sent = (): void => {
        this.#posting.delete(reject);
        resolve();
      };
      if (held === null && this.#sendMessage(draft, operation, bytes, sent)) return;
      const kept = this.#keep(messageFrame, draft, held, operation, 0, bytes, carries);
      this.queue.push({ ...kept, sent, failed: reject });
      held?.outgoing.flush();
    });
  }

  /** Sends a message from scratch memory, if it may go. */
  #sendMessage(draft: Draft, operation: ClientOperation, bytes: number, sent: () => void): boolean {
    const { line } = this.#outlet;
    if (line === null || !this.#outlet.mayGo(operation, bytes)) return false;
    this.#outlet.begin(messageFrame, operation);
    const { opcode, priority } = operation;
    if (line.send(messageFrame, opcode, 0, this.#outlet.wordsOf(draft), bytes, priority, sent)) sent();
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
    carries: boolean,
  ): WaitingRequest {
    const words = this.#outlet.copyOf(draft, held !== null, bytes);
    const sequence = this.#sequence++;
    return { kind, operation, correlation, words, bytes, carries, sequence, sent: null, failed: null };
  }

  /** It may have to be sent again. */
  #remember(request: WaitingRequest): void {
    const call = this.#conversations.get(request.correlation);
    if (call instanceof PendingCall || call instanceof CallbackCall) call.repeat = request;
  }

  /** A stream or subscription begins with the demand of its whole buffer, one that goes on with that of what is left. */
  #grant(line: Line, kind: number, operation: ClientOperation, correlation: number): void {
    if (kind !== frameKind.open && kind !== frameKind.subscribe) return;
    const reader = this.#conversations.get(correlation);
    if (!(reader instanceof Reader)) return;
    const { granted } = reader;
    if (granted > 0) line.signal(frameKind.demand, operation.opcode, correlation, granted, operation.priority);
  }
}
