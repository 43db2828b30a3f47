import type { Store } from "../../codec/store.ts";
import { TimeoutError } from "../../errors.ts";
import type { CallInPlace } from "../../in-place/operation.ts";
import type { MessageView } from "../../in-place/view.ts";
import type { MessageWriter } from "../../in-place/writer.ts";
import type { CallOptions, OperationFacts } from "../../stub.ts";
import type { ConversationOwner } from "../conversations/conversation.ts";
import { failureOf } from "../conversations/failure.ts";
import { type Deadlines, defaultTimeout } from "../deadlines.ts";
import { type Frame, replyFrame } from "../frame.ts";
import { onAbort } from "../on-abort.ts";
import { Call, isAnswer } from "./pending-call.ts";
import type { ClientOperation } from "./request-queue.ts";

type InPlace = CallInPlace<MessageWriter, MessageView>;

/**
 * A call at its client that calls back: the reply is read where it lies, while the callback runs. Once it has had its
 * answer it is used again, so that calls make no garbage.
 */
export class CallbackCall extends Call {
  readonly #owner: ConversationOwner;
  readonly #deadlines: Deadlines;
  readonly #spare: CallbackCall[];
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

  get settled(): boolean {
    return this.#failed === null;
  }

  accept(frame: Frame): boolean {
    if (!isAnswer(frame.kind)) return false;
    if (frame.kind === replyFrame) {
      this.acceptReply(frame.store, frame.at, frame.bytes);
      return true;
    }
    const [inPlace, failed] = [this.#inPlace, this.#failed];
    this.#end();
    if (inPlace !== null && failed !== null) report(failed, this.#errorOf(frame, inPlace));
    return true;
  }

  acceptReply(store: Store, at: number, bytes: number): void {
    const inPlace = this.#inPlace;
    const replied = this.#replied;
    const failed = this.#failed;
    // What it calls may call again: that goes first, and by another of these.
    this.#replied = null;
    this.#failed = null;
    if (inPlace !== null && replied !== null && failed !== null) read(store, at, bytes, inPlace.reply, replied, failed);
    this.#end();
  }

  /** It has its answer, and may stand for another call from now on. */
  #end(): void {
    this.#owner.close(this.#correlation);
    this.#finish();
    this.#inPlace = null;
    this.#spare.push(this);
  }

  fail(error: unknown): void {
    const failed = this.#failed;
    this.#finish();
    if (failed !== null) report(failed, error);
  }

  override expire(): void {
    this.#giveUp(new TimeoutError(this.#owner.service, this.#timeout));
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

function read(
  store: Store,
  at: number,
  bytes: number,
  view: MessageView,
  replied: (reply: MessageView) => void,
  failed: (error: unknown) => void,
): void {
  try {
    view.$receive(store, at, bytes);
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
