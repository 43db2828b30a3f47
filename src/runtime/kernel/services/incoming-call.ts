import type { Store } from "../../codec/store.ts";
import { CallerFault, DeclaredFailure, DecodeError } from "../../errors.ts";
import type { Caller, Decode, Draft, OperationFacts, ServerCall, ServerStub } from "../../stub.ts";
import { mostItems } from "../conversations/reader.ts";
import { locatedTextOf, textOf } from "../error-text.ts";
import { type Frame, frameKind, messageFrame, replyFrame, requestFrame } from "../frame.ts";
import type { Holder, Holdings } from "../resources/resource-exchange.ts";
import type { AnswerOutlet } from "./answer-outlet.ts";
import { CallItems, type ItemsOwner } from "./call-items.ts";

/** The end of the connection that a call came over. */
export interface CallOwner {
  readonly stub: ServerStub;
  readonly caller: Caller;
  /** Where its answers go. */
  readonly outlet: AnswerOutlet;
  operation(opcode: number): OperationFacts | undefined;
  /** It goes on after its dispatch; messages have correlation 0. */
  keep(correlation: number, call: IncomingCall): void;
  /** What was kept is done. */
  forget(correlation: number, call: IncomingCall): void;
  /** It was done at once. */
  spare(call: IncomingCall): void;
  /** A call or message is finished. */
  finished(kind: number, opcode: number): void;
  malformed(): void;
  reportFault(text: string): void;
}

/** A request, message or stream at its server, from its frame to its last answer. */
export class IncomingCall implements ServerCall, Holder, ItemsOwner {
  opcode = 0;
  store: Store;
  at = 0;
  bytes = 0;
  /** The regions that came with it. */
  holdings: Holdings | null = null;
  readonly #binding: CallOwner;
  #kind = 0;
  #correlation = 0;
  #controller: AbortController | null = null;
  #abortReason: { readonly reason: unknown } | null = null;
  /** Goes on after its dispatch. */
  #deferred = false;
  /** Nothing more is sent for it. */
  #answered = false;
  #finished = false;
  /** Known to its binding by its correlation. */
  #kept = false;
  /** Null while there were none. */
  #items: CallItems | null = null;

  constructor(binding: CallOwner, store: Store) {
    this.#binding = binding;
    this.store = store;
  }

  /** Stands for a request from now on; if for one before, that is done, and nobody has kept it. */
  begin(kind: number, opcode: number, correlation: number, store: Store, at: number, bytes: number): void {
    this.opcode = opcode;
    this.store = store;
    this.at = at;
    this.bytes = bytes;
    this.#kind = kind;
    this.#correlation = correlation;
    this.#controller = null;
    this.#abortReason = null;
    this.#answered = false;
    this.#finished = false;
    this.holdings = null;
  }

  get caller(): Caller {
    return this.#binding.caller;
  }

  get signal(): AbortSignal {
    if (this.#controller === null) {
      this.#controller = new AbortController();
      if (this.#abortReason !== null) this.#controller.abort(this.#abortReason.reason);
    }
    return this.#controller.signal;
  }

  /** Serves it. Everything that can go wrong in the service ends here. */
  run(): void {
    try {
      this.#binding.stub.dispatch(this);
    } catch (error) {
      this.threw(error);
      return;
    }
    if (this.#deferred) return;
    if (this.#kind !== messageFrame && !this.#answered) this.#fault("it gave no answer");
    this.#finish();
  }

  /** What served it has thrown. */
  threw(error: unknown): void {
    this.#fail(error);
    this.#finish();
  }

  /** What served it has sent nothing: it is to be answered later, or else never will be. */
  wasNotAnswered(): void {
    if (this.#deferred) return;
    this.#fault("it gave no answer");
    this.#finish();
  }

  draft(bytes: number): Draft {
    return this.#binding.outlet.draft(bytes);
  }

  open(bytes: number): Draft {
    return this.#binding.outlet.open(bytes);
  }

  discard(draft: Draft): void {
    this.#binding.outlet.discard(draft);
  }

  reply(draft: Draft, bytes: number): void {
    this.#answer(requestFrame, replyFrame, draft, bytes);
  }

  fail(draft: Draft, bytes: number): void {
    this.#answer(this.#kind === frameKind.open ? frameKind.open : requestFrame, frameKind.failure, draft, bytes);
  }

  settle<Reply>(reply: PromiseLike<Reply>, answer: (call: ServerCall, reply: Reply) => void): void {
    this.#defer();
    reply.then(
      (value) => this.#conclude(() => answer(this, value)),
      (error: unknown) => this.#conclude(() => this.#fail(error)),
    );
  }

  settleMessage(done: PromiseLike<void>): void {
    this.#defer();
    done.then(
      () => this.#finish(),
      (error: unknown) => this.#conclude(() => this.#fail(error)),
    );
  }

  items<Item>(decode: Decode<Item>): AsyncIterableIterator<Item> {
    if (this.#kind === messageFrame || this.#items?.areRead === true) throw this.#askedWrongly();
    const facts = this.#kind === frameKind.open ? this.#binding.operation(this.opcode) : undefined;
    this.#keep();
    return this.#itemsNow().read(decode, facts);
  }

  pump<Item>(items: AsyncIterable<Item> | Iterable<Item>, send: (call: ServerCall, item: Item) => void): void {
    if (this.#kind !== frameKind.open) throw new DecodeError("frame", "a stream was asked for by a call");
    this.#defer();
    const sent = this.#itemsNow().send(items, (item: Item) => send(this, item));
    void sent.then(
      () => this.#conclude(() => this.#answer(frameKind.open, frameKind.end, this.#binding.outlet.draft(0), 0)),
      (error: unknown) => this.#conclude(() => this.#fail(error)),
    );
  }

  item(draft: Draft, bytes: number): void {
    if (this.#answered) {
      this.#binding.outlet.drop(draft);
      return;
    }
    this.#binding.outlet.send(draft, frameKind.item, this.opcode, this.#correlation, bytes);
  }

  tell(kind: number, value: number | null): void {
    if (!this.#answered) this.#binding.outlet.signal(kind, this.opcode, this.#correlation, value);
  }

  unreadable(error: unknown): void {
    this.#abort(error);
    this.#binding.malformed();
  }

  /** The client has room for more items; false when it cannot have room for so many. */
  allow(items: number): boolean {
    const window = this.#binding.operation(this.opcode)?.window;
    return this.#items?.allow(items, window) ?? items <= mostItems(window);
  }

  /** Takes one of the caller's items, or word that there are no more; false when that makes no sense. */
  accept(frame: Frame): boolean {
    return this.#items?.accept(frame) ?? false;
  }

  /**
   * The caller has given up, or could not bring its items, as `fault` says. A call is still answered, so that its window
   * is held while it works; a stream ends now.
   */
  cancel(fault: string | null): void {
    const gaveUp = () => new DOMException("the caller gave up", "AbortError");
    const reason = fault === null ? gaveUp() : new CallerFault(this.caller.program, fault);
    this.#abort(reason);
    this.#items?.fail(reason);
    if (this.#kind !== frameKind.open) return;
    this.#answer(frameKind.open, frameKind.end, this.#binding.outlet.draft(0), 0);
    this.#items?.stop();
    this.#finish();
  }

  /** The caller, or all of the system, is gone: nothing is answered any more. */
  drop(reason: unknown): void {
    this.#answered = true;
    this.#abort(reason);
    this.#items?.fail(reason);
    this.#items?.stop();
  }

  #abort(reason: unknown): void {
    this.#abortReason ??= { reason };
    this.#controller?.abort(reason);
  }

  #itemsNow(): CallItems {
    this.#items ??= new CallItems(this);
    return this.#items;
  }

  #askedWrongly(): DecodeError {
    return new DecodeError("frame", `operation ${this.opcode} was asked for in the wrong way`);
  }

  #defer(): void {
    this.#deferred = true;
    this.#keep();
  }

  #keep(): void {
    if (this.#kept) return;
    this.#kept = true;
    this.#binding.keep(this.#correlation, this);
  }

  /** The last step of a deferred call. */
  #conclude(step: () => void): void {
    if (this.#finished) return;
    try {
      step();
    } catch (error) {
      this.#fail(error);
    }
    this.#finish();
  }

  #finish(): void {
    if (this.#finished) return;
    this.#finished = true;
    this.holdings?.handled();
    if (this.#kept) this.#binding.forget(this.#correlation, this);
    else this.#binding.spare(this);
    this.#items?.end();
    this.#binding.finished(this.#kind, this.opcode);
  }

  #answer(asked: number, kind: number, draft: Draft, bytes: number): void {
    const isAsked = this.#kind === asked;
    if (this.#answered || !isAsked) this.#binding.outlet.drop(draft);
    if (this.#answered) return;
    if (!isAsked) throw this.#askedWrongly();
    if (this.holdings === null) this.#binding.outlet.send(draft, kind, this.opcode, this.#correlation, bytes);
    else this.#binding.outlet.sendBehind(this.holdings, draft, kind, this.opcode, this.#correlation, bytes);
    this.#answered = true;
  }

  #fail(error: unknown): void {
    if (this.#answered) return;
    if (this.#failDeclared(error)) return;
    if (error instanceof DecodeError && this.#items?.areRead !== true) this.#binding.malformed();
    const text = textOf(error);
    // A caller who gave up has asked for this; a request that cannot be read is the caller's fault.
    const expected = this.#abortReason !== null || (error instanceof DecodeError && !this.#deferred);
    if (!expected) this.#binding.reportFault(locatedTextOf(error));
    if (this.#kind !== messageFrame) this.#fault(text);
  }

  #failDeclared(error: unknown): boolean {
    if (!(error instanceof DeclaredFailure)) return false;
    try {
      return this.#binding.stub.fail(this, error);
    } catch {
      // The failure itself does not fit its type: a fault like any other.
      return false;
    }
  }

  #fault(text: string): void {
    if (this.#answered) return;
    this.#answered = true;
    this.holdings?.answering();
    this.#binding.outlet.sendText(frameKind.fault, this.opcode, this.#correlation, text);
  }
}
