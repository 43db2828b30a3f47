import type { Store } from "../../codec/store.ts";
import type { DeclaredFailure } from "../../errors.ts";
import { TimeoutError } from "../../errors.ts";
import type { CallOptions, Decode, OperationFacts } from "../../stub.ts";
import type { Conversation, ConversationOwner } from "../conversations/conversation.ts";
import { failureOf } from "../conversations/failure.ts";
import { type Deadlines, defaultTimeout, Expiring } from "../deadlines.ts";
import { type Frame, frameKind, replyFrame } from "../frame.ts";
import { onAbort } from "../on-abort.ts";
import type { ClientOperation, WaitingRequest } from "./request-queue.ts";

// One executor for all promises saves a closure for each call.
let resolveNext: (value: never) => void;
let rejectNext: (reason: unknown) => void;
function capture(resolve: (value: never) => void, reject: (reason: unknown) => void): void {
  resolveNext = resolve;
  rejectNext = reject;
}

/** A call at its client. */
export abstract class Call extends Expiring implements Conversation {
  /** What is to be sent again, if that is allowed and the server is lost. */
  repeat: WaitingRequest | null = null;
  abstract readonly operation: ClientOperation | undefined;
  abstract readonly facts: OperationFacts | undefined;
  /** Whether its caller waits no more. */
  abstract readonly settled: boolean;
  abstract accept(frame: Frame): boolean;
  /** Takes a reply without resources. */
  abstract acceptReply(store: Store, at: number, bytes: number): void;
  abstract fail(error: unknown): void;
}

/** A call at its client, from the request to the answer, which comes even after the caller has given up. */
export class PendingCall<Reply> extends Call {
  readonly promise: Promise<Reply>;
  correlation = 0;
  readonly operation: ClientOperation;
  readonly #owner: ConversationOwner;
  readonly #deadlines: Deadlines;
  readonly #reply: Decode<Reply>;
  readonly #failure: Decode<DeclaredFailure<unknown>> | null;
  readonly #resolve: (value: Reply) => void;
  readonly #reject: (reason: unknown) => void;
  #timeout: number;
  #ignoreAbort: (() => void) | null = null;
  #settled = false;

  constructor(
    owner: ConversationOwner,
    operation: ClientOperation,
    deadlines: Deadlines,
    reply: Decode<Reply>,
    failure: Decode<DeclaredFailure<unknown>> | null,
  ) {
    super();
    this.#owner = owner;
    this.operation = operation;
    this.#timeout = operation.facts.deadline ?? defaultTimeout;
    this.#deadlines = deadlines;
    this.#reply = reply;
    this.#failure = failure;
    this.promise = new Promise<Reply>(capture);
    this.#resolve = resolveNext as unknown as (value: Reply) => void;
    this.#reject = rejectNext;
  }

  get facts(): OperationFacts {
    return this.operation.facts;
  }

  get settled(): boolean {
    return this.#settled;
  }

  /** Sets the clock and listens to the caller. */
  begin(correlation: number, options: CallOptions | undefined): void {
    this.correlation = correlation;
    if (options !== undefined) this.#heed(options);
    this.#deadlines.add(this, this.#timeout);
  }

  acceptReply(store: Store, at: number, bytes: number): void {
    this.#owner.close(this.correlation);
    if (this.#settled) return;
    this.#finish();
    try {
      this.#resolve(this.#reply(store, at, bytes));
    } catch (error) {
      this.#reject(error);
    }
  }

  accept(frame: Frame): boolean {
    const { kind } = frame;
    if (!isAnswer(kind)) return false;
    this.#owner.close(this.correlation);
    if (this.#settled) {
      const decode = kind === replyFrame ? this.#reply : kind === frameKind.failure ? this.#failure : null;
      if (decode !== null) this.#owner.unread(frame, decode);
      return true;
    }
    this.#finish();
    try {
      if (kind === replyFrame) this.#resolve(this.#reply(frame.store, frame.at, frame.bytes));
      else this.#reject(failureOf(frame, this.#owner.service, this.#failure));
    } catch (error) {
      this.#reject(error);
    }
    return true;
  }

  fail(error: unknown): void {
    if (this.#settled) return;
    this.#finish();
    this.#reject(error);
  }

  override expire(): void {
    this.#giveUp(new TimeoutError(this.#owner.service, this.#timeout));
  }

  #heed({ timeout, signal }: CallOptions): void {
    if (timeout !== undefined) this.#timeout = timeout;
    if (signal !== undefined) this.#ignoreAbort = onAbort(signal, () => this.#giveUp(signal.reason));
  }

  #giveUp(reason: unknown): void {
    if (this.#settled) return;
    this.fail(reason);
    this.#owner.abandon(this.correlation);
  }

  #finish(): void {
    this.#settled = true;
    this.#deadlines.remove(this);
    this.#ignoreAbort?.();
  }
}

/** Whether a frame of this kind ends a call. */
export function isAnswer(kind: number): boolean {
  return kind === replyFrame || kind === frameKind.failure || kind === frameKind.fault;
}
