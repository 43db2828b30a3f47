import { slotPayloadAt } from "../../channel/slot.ts";
import type { Store } from "../../codec/store.ts";
import { Assembly } from "../channels/assembly.ts";
import type { Address } from "../channels/line.ts";
import type { Conversation, ConversationOwner } from "../conversations/conversation.ts";
import type { Conversations } from "../conversations/conversations.ts";
import type { DropReason } from "../events.ts";
import { type Frame, frameKind, longestText, replyFrame } from "../frame.ts";
import type { Holdings, ResourceExchange } from "../resources/resource-exchange.ts";
import { Lane, swapHalves } from "../switching/lane.ts";
import type { Agreement, BindingFacts, BindingOwner } from "./binding-facts.ts";
import { CallbackCall } from "./callback-call.ts";
import type { ClientOperations } from "./client-operations.ts";
import type { Outlet } from "./outlet.ts";
import { Call, isAnswer, PendingCall } from "./pending-call.ts";
import type { ClientOperation } from "./request-queue.ts";
import type { RequestSender } from "./request-sender.ts";
import type { Uploads } from "./uploads.ts";

/** What a binding's inbox works on. */
export interface InboxParts {
  readonly outlet: Outlet;
  readonly operations: ClientOperations;
  readonly conversations: Conversations<Conversation>;
  readonly sender: RequestSender;
  readonly uploads: Uploads;
  /** Null for an interface without resources. */
  readonly exchange: ResourceExchange | null;
}

/**
 * What comes from the server of a binding. A reply brings its call's credit back, messages' and streams' credits come back
 * in batches.
 */
export class ClientInbox extends Lane {
  /** The server, once it is bound. */
  peer: Address | null = null;
  readonly #owner: BindingOwner;
  readonly #binding: ConversationOwner;
  readonly #parts: InboxParts;
  readonly #longestReply: number;
  /** The last server that it was bound to and is not any more. */
  #left: Address | null = null;
  /** The regions that came in replies, items and events. */
  readonly #received: { holdings: Holdings | null } = { holdings: null };
  #assembly = new Assembly();

  constructor(owner: BindingOwner, binding: ConversationOwner, facts: BindingFacts, parts: InboxParts) {
    super();
    this.#owner = owner;
    this.#binding = binding;
    this.#longestReply = facts.longestReply;
    this.#parts = parts;
  }

  opened({ line, peer, blocks }: Agreement): void {
    this.closeLane();
    this.cores = swapHalves(line.cores);
    this.endpoints = swapHalves(line.endpoints);
    this.peer = peer;
    this.#assembly = new Assembly(blocks);
  }

  /** It has no server any more. */
  closed(): void {
    this.closeLane();
    this.#left = this.peer ?? this.#left;
    this.peer = null;
  }

  /** Its program has ended: nobody uses the regions any more. */
  release(): void {
    this.#received.holdings?.release();
  }

  override take(store: Store, slot: number, shape: number, correlation: number): boolean {
    if ((shape & 0xff) !== replyFrame || !this.#assembly.isEmpty) return false;
    const { conversations, outlet, sender } = this.#parts;
    const conversation = conversations.get(correlation);
    if (!(conversation instanceof Call) || conversation.operation?.isCounted !== false) return false;
    if (outlet.isHeld || outlet.credits >= outlet.window) return false;
    // What it calls may call again, and finds the window open.
    outlet.credits++;
    if (!sender.queue.isEmpty) sender.sendWaiting();
    conversation.acceptReply(store, slot + slotPayloadAt, shape >>> 24);
    if (conversation instanceof CallbackCall) this.#owner.handledInPlace();
    return true;
  }

  receive(frame: Frame): void {
    if (!isFrom(this.peer, frame)) {
      // Late frames of a server that was given up are nobody's fault: while too few kernels are within reach no view excludes it.
      if (!isFrom(this.#left, frame)) this.#drop("endpoint", frame);
      return;
    }
    const bound = frame.kind === frameKind.fault ? longestText : this.#longestReply;
    const assembled = this.#assembly.accept(frame, bound);
    if (assembled === "partial") return;
    if (assembled !== "whole") {
      this.#drop(assembled, frame);
      return;
    }
    this.#parts.exchange?.read(frame.store, this.#received);
    if (frame.kind === frameKind.credit) this.#acceptCredits(frame);
    else this.#converse(frame);
    this.#assembly.release(frame);
  }

  #converse(frame: Frame): void {
    const { kind, correlation } = frame;
    const conversation = this.#parts.conversations.get(correlation);
    if (conversation === null) {
      this.#drop("correlation", frame);
      return;
    }
    if (kind === frameKind.want || kind === frameKind.stop) {
      const fault = this.#parts.uploads.heed(frame);
      if (fault !== null) this.#drop(fault, frame);
      return;
    }
    if (conversation instanceof CallbackCall && isAnswer(kind)) {
      // What it calls may call again, and finds the window open.
      this.#refill(1, conversation.operation, frame);
      conversation.accept(frame);
      this.#owner.handledInPlace();
      return;
    }
    if (kind === frameKind.refused) this.#refuse(conversation, frame);
    else if (!conversation.accept(frame)) {
      this.#drop("kind", frame);
      return;
    }
    if (conversation instanceof PendingCall || conversation instanceof CallbackCall) {
      this.#refill(1, conversation.operation, frame);
    }
  }

  #refuse(conversation: Conversation, frame: Frame): void {
    this.#binding.close(frame.correlation);
    conversation.fail(this.#parts.operations.refusalIn(frame));
  }

  #acceptCredits(frame: Frame): void {
    if (frame.bytes !== 4) {
      this.#drop("length", frame);
      return;
    }
    this.#parts.outlet.blocksFreed();
    this.#refill(frame.store.loadU32(frame.at), this.#parts.operations.find(frame.opcode), frame);
  }

  #refill(credits: number, operation: ClientOperation | undefined, frame: Frame): void {
    if (!this.#parts.outlet.refill(credits)) this.#drop("window", frame);
    operation?.ended(credits);
    this.#parts.sender.sendWaiting();
  }

  #drop(reason: DropReason, frame: Frame): void {
    this.#owner.drop(reason, frame.source);
  }
}

function isFrom(server: Address | null, { source, sourceEndpoint }: Frame): boolean {
  return server !== null && server.core === source && server.endpoint === sourceEndpoint;
}
