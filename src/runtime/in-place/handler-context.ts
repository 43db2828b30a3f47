/** What handlers that work in place are given beside a request and a reply. */
import { ExpiredError } from "../errors.ts";
import type { CallContext, Caller, ServerCall } from "../stub.ts";

/** What a handler learns about the request it serves, as long as it runs. `Later`: with which it can put the answer off. */
export class InPlaceCall<Later> implements CallContext {
  readonly #putOff: (call: ServerCall) => Later;
  #call: ServerCall | null = null;
  #later: Later | null = null;

  constructor(putOff: (call: ServerCall) => Later) {
    this.#putOff = putOff;
  }

  get caller(): Caller {
    return this.#current.caller;
  }

  /** Aborted when the caller cancels, times out or is lost. */
  get signal(): AbortSignal {
    return this.#current.signal;
  }

  /**
   * The answer comes after the handler has returned, through what this gives. The views and writers of the handler are not
   * valid any more then.
   */
  later(): Later {
    this.#later ??= this.#putOff(this.#current);
    return this.#later;
  }

  get $isLater(): boolean {
    return this.#later !== null;
  }

  $begin(call: ServerCall): void {
    this.#call = call;
    this.#later = null;
  }

  $release(): void {
    this.#call = null;
  }

  get #current(): ServerCall {
    if (this.#call === null) throw new ExpiredError();
    return this.#call;
  }
}

/** A request whose handler has returned, to be answered once. */
class Unanswered implements CallContext {
  readonly caller: Caller;
  readonly #call: ServerCall;
  #answered = false;

  constructor(call: ServerCall) {
    this.#call = call;
    this.caller = call.caller;
  }

  /** Aborted when the caller cancels, times out or is lost. */
  get signal(): AbortSignal {
    return this.#call.signal;
  }

  protected answer(): void {
    if (this.#answered) throw new Error("this request was answered already");
    this.#answered = true;
  }
}

/** A call that is answered later. */
export class LaterReply<Reply> extends Unanswered {
  readonly #resolve: (write: (reply: Reply) => void) => void;
  readonly #reject: (reason: unknown) => void;

  /** `answer` writes and sends the reply. */
  constructor(call: ServerCall, answer: (call: ServerCall, write: (reply: Reply) => void) => void) {
    super(call);
    let resolver: (write: (reply: Reply) => void) => void = () => {};
    let rejecter: (reason: unknown) => void = () => {};
    const written = new Promise<(reply: Reply) => void>((resolve, reject) => {
      resolver = resolve;
      rejecter = reject;
    });
    this.#resolve = resolver;
    this.#reject = rejecter;
    call.settle(written, answer);
  }

  /** Answers; `write` runs soon. A reply with nothing in it needs none. */
  reply(write: (reply: Reply) => void = () => {}): void {
    this.answer();
    this.#resolve(write);
  }

  /** Answers with a declared failure; anything else is a fault, as if the handler had thrown it. */
  fail(error: unknown): void {
    this.answer();
    this.#reject(error);
  }
}

/** A message whose handler is done later: until then it takes its place in the client's window. */
export class LaterDone extends Unanswered {
  readonly #resolve: () => void;
  readonly #reject: (reason: unknown) => void;

  constructor(call: ServerCall) {
    super(call);
    let resolver = (): void => {};
    let rejecter: (reason: unknown) => void = () => {};
    const done = new Promise<void>((resolve, reject) => {
      resolver = resolve;
      rejecter = reject;
    });
    this.#resolve = resolver;
    this.#reject = rejecter;
    call.settleMessage(done);
  }

  done(): void {
    this.answer();
    this.#resolve();
  }

  /** The error is reported as a fault of the service. */
  fail(error: unknown): void {
    this.answer();
    this.#reject(error);
  }
}
