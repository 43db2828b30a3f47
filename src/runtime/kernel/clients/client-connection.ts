import type { Address } from "../channels/line.ts";
import type { Conversation } from "../conversations/conversation.ts";
import type { Conversations } from "../conversations/conversations.ts";
import { Reader } from "../conversations/reader.ts";
import type { ResourceExchange } from "../resources/resource-exchange.ts";
import type { Agreement, BindingFacts } from "./binding-facts.ts";
import { CallbackCall } from "./callback-call.ts";
import type { ClientInbox } from "./client-inbox.ts";
import type { ClientOperations } from "./client-operations.ts";
import type { Outlet } from "./outlet.ts";
import { PendingCall } from "./pending-call.ts";
import type { WaitingRequest } from "./request-queue.ts";
import type { RequestSender } from "./request-sender.ts";
import type { Uploads } from "./uploads.ts";

/** Conversations that are to end, and what is to be told when they have. */
interface AwaitedEnds {
  readonly correlations: Set<number>;
  readonly quiet: () => void;
}

/** What a connection consists of. */
export interface ConnectionParts {
  readonly outlet: Outlet;
  readonly operations: ClientOperations;
  readonly conversations: Conversations<Conversation>;
  readonly sender: RequestSender;
  readonly uploads: Uploads;
  readonly inbox: ClientInbox;
  /** Null for an interface without resources. */
  readonly exchange: ResourceExchange | null;
}

/** A client's connection to one server after another, and what becomes of all that is under way when it is lost or moves. */
export class ClientConnection {
  readonly #facts: BindingFacts;
  readonly #outlet: Outlet;
  readonly #operations: ClientOperations;
  readonly #conversations: Conversations<Conversation>;
  readonly #sender: RequestSender;
  readonly #uploads: Uploads;
  readonly #inbox: ClientInbox;
  readonly #exchange: ResourceExchange | null;
  #released = false;
  /** While it is paused: what is to end before nothing is under way. */
  #awaited: AwaitedEnds | null = null;

  constructor(facts: BindingFacts, parts: ConnectionParts) {
    this.#facts = facts;
    this.#outlet = parts.outlet;
    this.#operations = parts.operations;
    this.#conversations = parts.conversations;
    this.#sender = parts.sender;
    this.#uploads = parts.uploads;
    this.#inbox = parts.inbox;
    this.#exchange = parts.exchange;
  }

  /** Whether it can be made again to another instance of the service. */
  get canMove(): boolean {
    return this.#facts.canMove;
  }

  /** Instance of the service that it leads to, or has led to last. */
  get instance(): number {
    return this.#operations.instance;
  }

  /** Whether its program has ended. */
  get released(): boolean {
    return this.#released;
  }

  /** Whether it is no more, unless it is made again. */
  get failed(): boolean {
    return this.#operations.failure !== null;
  }

  /** The server, once it is made. */
  get peer(): Address | null {
    return this.#inbox.peer;
  }

  /** Makes it only when somebody uses it. */
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

  /** A conversation is over. */
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
}

function isSubscription(conversation: Conversation): conversation is Reader<unknown> {
  return conversation instanceof Reader && conversation.isSubscription;
}

/** What is to be sent again of a conversation when its server is lost; null when it has ended, or may not be repeated. */
function repeatOf(conversation: Conversation): WaitingRequest | null {
  const isCall = conversation instanceof PendingCall || conversation instanceof CallbackCall;
  return isCall && !conversation.settled ? conversation.repeat : null;
}
