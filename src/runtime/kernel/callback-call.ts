import { TimeoutError } from "../errors.ts";
import type { CallInPlace } from "../in-place/operation.ts";
import type { MessageView } from "../in-place/view.ts";
import type { MessageWriter } from "../in-place/writer.ts";
import type { CallOptions } from "../stub.ts";
import type { Conversation, ConversationOwner } from "./conversation.ts";
import { type Deadlines, defaultTimeout, Expiring } from "./deadlines.ts";
import { type Frame, frameKind } from "./frame.ts";
import { onAbort } from "./on-abort.ts";
import { failureOf, isAnswer } from "./pending-call.ts";

type Operation = CallInPlace<MessageWriter, MessageView>;

/**
 * A call at its client that calls back: the reply is read where it lies, while the callback runs. Once it has had its
 * answer it is used again, so that calls make no garbage.
 */
export class CallbackCall extends Expiring implements Conversation {
  readonly #owner: ConversationOwner;
  readonly #deadlines: Deadlines;
  readonly #spare: CallbackCall[];
  #correlation = 0;
  #operation: Operation | null = null;
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
    operation: CallInPlace<Request, Reply>,
    replied: (reply: Reply) => void,
    failed: (error: unknown) => void,
    options: CallOptions | undefined,
  ): void {
    this.#correlation = correlation;
    // The reply's view is the operation's: what is handed to the callback is of its type.
    this.#operation = operation as unknown as Operation;
    this.#replied = replied as (reply: MessageView) => void;
    this.#failed = failed;
    this.#timeout = options?.timeout ?? defaultTimeout;
    if (options?.signal !== undefined) this.#heed(options.signal);
    this.#deadlines.add(this, this.#timeout);
  }

  accept(frame: Frame): boolean {
    if (!isAnswer(frame.kind)) return false;
    this.#owner.close(this.#correlation);
    const operation = this.#operation;
    const replied = this.#replied;
    const failed = this.#failed;
    this.#finish();
    this.#operation = null;
    this.#spare.push(this);
    if (operation === null || replied === null || failed === null) return true;
    if (frame.kind === frameKind.reply) this.#read(frame, operation.reply, replied, failed);
    else report(failed, this.#errorOf(frame, operation));
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

  #errorOf(frame: Frame, { failure }: Operation): unknown {
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
