import { TimeoutError } from "../errors.ts";
import type { CallInPlace } from "../in-place/operation.ts";
import type { MessageView } from "../in-place/view.ts";
import type { MessageWriter } from "../in-place/writer.ts";
import type { CallOptions, OperationFacts } from "../stub.ts";
import type { Conversation, ConversationOwner } from "./conversation.ts";
import { type Deadlines, defaultTimeout, Expiring } from "./deadlines.ts";
import { type Frame, frameKind } from "./frame.ts";
import { onAbort } from "./on-abort.ts";
import { failureOf, isAnswer } from "./pending-call.ts";
import type { ClientOperation, WaitingRequest } from "./request-queue.ts";

type InPlace = CallInPlace<MessageWriter, MessageView>;

/**
 * A call at its client that calls back: the reply is read where it lies, while the callback runs. Once it has had its
 * answer it is used again, so that calls make no garbage.
 */
export class CallbackCall extends Expiring implements Conversation {
  readonly #owner: ConversationOwner;
  readonly #deadlines: Deadlines;
  readonly #spare: CallbackCall[];
  /** What is to be sent again, if that is allowed and the server is lost. */
  repeat: WaitingRequest | null = null;
  #correlation = 0;
  #operation: ClientOperation | null = null;
  #inPlace: InPlace | null = null;
  /** Null when the caller has given up. */
  #replied: ((reply: MessageView) => void) | null = null;
  #failed: ((error: unknown) => void) | null = null;
  #timeout = defaultTimeout;
  #ignoreAbort: (() => void) | null = null;

  /** `spare`: where it goes after its answer. */
  constructor(owner: ConversationOwner, deadlines: Deadlines, spare: CallbackCall[]) {
    super();
    this.#owner = owner;
    this.#deadlines = deadlines;
    this.#spare = spare;
  }

  begin<Request extends MessageWriter, Reply extends MessageView>(
    correlation: number,
    operation: ClientOperation,
    inPlace: CallInPlace<Request, Reply>,
    replied: (reply: Reply) => void,
    failed: (error: unknown) => void,
    options: CallOptions | undefined,
  ): void {
    this.#correlation = correlation;
    // The reply's view is the operation's: what is handed to the callback is of its type.
    this.#inPlace = inPlace as unknown as InPlace;
    this.#operation = operation;
    this.repeat = null;
    this.#replied = replied as (reply: MessageView) => void;
    this.#failed = failed;
    this.#timeout = options?.timeout ?? operation.facts.deadline ?? defaultTimeout;
    if (options?.signal !== undefined) this.#heed(options.signal);
    this.#deadlines.add(this, this.#timeout);
  }

  get operation(): ClientOperation | undefined {
    return this.#operation ?? undefined;
  }

  get facts(): OperationFacts | undefined {
    return this.#operation?.facts;
  }

  /** Whether its caller waits no more. */
  get settled(): boolean {
    return this.#failed === null;
  }

  accept(frame: Frame): boolean {
    if (!isAnswer(frame.kind)) return false;
    this.#owner.close(this.#correlation);
    const inPlace = this.#inPlace;
    const replied = this.#replied;
    const failed = this.#failed;
    this.#finish();
    this.#inPlace = null;
    this.#spare.push(this);
    if (inPlace === null || replied === null || failed === null) return true;
    if (frame.kind === frameKind.reply) this.#read(frame, inPlace.reply, replied, failed);
    else report(failed, this.#errorOf(frame, inPlace));
    return true;
  }

  fail(error: unknown): void {
    const failed = this.#failed;
    this.#finish();
    if (failed !== null) report(failed, error);
  }

  override expire(): void {
    this.#giveUp(new TimeoutError(this.#owner.service, this.#timeout));
  }

  #read(
    frame: Frame,
    view: MessageView,
    replied: (reply: MessageView) => void,
    failed: (error: unknown) => void,
  ): void {
    try {
      view.$receive(frame.store, frame.at, frame.bytes);
    } catch (error) {
      report(failed, error);
      return;
    }
    try {
      replied(view);
    } catch (error) {
      leaveUnhandled(error);
    }
    view.$release();
  }

  #errorOf(frame: Frame, { failure }: InPlace): unknown {
    try {
      return failureOf(frame, this.#owner.service, failure);
    } catch (error) {
      return error;
    }
  }

  #heed(signal: AbortSignal): void {
    this.#ignoreAbort = onAbort(signal, () => this.#giveUp(signal.reason));
  }

  #giveUp(reason: unknown): void {
    const correlation = this.#correlation;
    this.fail(reason);
    this.#owner.abandon(correlation);
  }

  #finish(): void {
    this.#replied = null;
    this.#failed = null;
    this.#deadlines.remove(this);
    this.#ignoreAbort?.();
    this.#ignoreAbort = null;
  }
}

function report(failed: (error: unknown) => void, error: unknown): void {
  try {
    failed(error);
  } catch (thrown) {
    leaveUnhandled(thrown);
  }
}

/** What a callback throws is nobody's but its program's: as if it had been thrown in a promise that nobody awaits. */
function leaveUnhandled(error: unknown): void {
  void Promise.reject(error);
}
