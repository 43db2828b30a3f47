/**
 * What generated stubs are written against. The kernel implements these; stubs see nothing else of it.
 * All offsets and lengths are bytes.
 */
import type { Store } from "./codec/store.ts";
import type { DeclaredFailure } from "./errors.ts";
import type { CallInPlace, MessageInPlace } from "./in-place/operation.ts";
import type { MessageView } from "./in-place/view.ts";
import type { MessageWriter } from "./in-place/writer.ts";

/**
 * Room to write one message into: a slot of the ring itself where the message fits one and there is room, else scratch
 * memory. Valid until the next call of anything on the binding; `at` is a multiple of 8.
 */
export interface Draft {
  readonly store: Store;
  readonly at: number;
}

/** Reads a message that came from another kernel; throws {@link DecodeError} for anything that is not one. */
export type Decode<Value> = (from: Store, at: number, bytes: number) => Value;

export interface CallOptions {
  /**
   * Milliseconds from now until the call rejects with a {@link TimeoutError}; `Infinity` for never. Default: what the
   * description says with `within`, else 5000.
   */
  readonly timeout?: number;
  /** Abandons the call: it rejects with the signal's reason, and the server's `call.signal` is aborted too. */
  readonly signal?: AbortSignal;
}

export interface SubscribeOptions {
  /**
   * Items held for a consumer that is slower than its producer; then the producer waits. 1 to 4096, default 16; where the
   * description says `window`, that is both the most and the default.
   */
  readonly buffer?: number;
  readonly signal?: AbortSignal;
}

/** What a call or stream sends up behind its arguments. */
export interface Upload<Item> {
  readonly items: AsyncIterable<Item> | Iterable<Item>;
  /** Bytes of the longest item. */
  readonly longest: number;
  /** Writes an item; the number of its bytes. */
  readonly encode: (to: Store, at: number, item: Item) => number;
}

/** A client's connection to one instance of a service. */
export interface Binding extends InPlaceBinding {
  /** Room for a request of at most `bytes`. */
  draft(bytes: number): Draft;
  /** The same for a message of that operation, or null when it would have to wait. */
  tryDraft(bytes: number, opcode: number): Draft | null;
  /** Sends a message nobody answers. Resolves once it is under way; until then the window or the ring was full. */
  post(draft: Draft, opcode: number, bytes: number): Promise<void>;
  /** Sends a message from {@link tryDraft}. */
  send(draft: Draft, opcode: number, bytes: number): void;
  call<Reply>(
    draft: Draft,
    opcode: number,
    bytes: number,
    reply: Decode<Reply>,
    failure: Decode<DeclaredFailure<unknown>> | null,
    options: CallOptions | undefined,
  ): Promise<Reply>;
  /**
   * A call that sends items up. They are taken as the server has room for them; once it has answered, or the call was
   * given up, no more are, and their iterator is told so. When it throws, the call rejects with what it threw.
   */
  callWith<Item, Reply>(
    draft: Draft,
    opcode: number,
    bytes: number,
    upload: Upload<Item>,
    reply: Decode<Reply>,
    failure: Decode<DeclaredFailure<unknown>> | null,
    options: CallOptions | undefined,
  ): Promise<Reply>;
  stream<Item>(
    draft: Draft,
    opcode: number,
    bytes: number,
    item: Decode<Item>,
    failure: Decode<DeclaredFailure<unknown>> | null,
    options: SubscribeOptions | undefined,
  ): AsyncIterableIterator<Item>;
  /** A stream that sends items up too, as {@link callWith} does. */
  streamWith<Sent, Item>(
    draft: Draft,
    opcode: number,
    bytes: number,
    upload: Upload<Sent>,
    item: Decode<Item>,
    failure: Decode<DeclaredFailure<unknown>> | null,
    options: SubscribeOptions | undefined,
  ): AsyncIterableIterator<Item>;
  events<Event>(
    opcode: number,
    event: Decode<Event>,
    options: SubscribeOptions | undefined,
  ): AsyncIterableIterator<Event>;
}

/** The part of a {@link Binding} that generated in-place clients use. What they write is sent before anything else is. */
export interface InPlaceBinding {
  /** Calls back instead of making a promise: `replied` with a view of the reply that is valid while it runs. */
  callInPlace<Request extends MessageWriter, Reply extends MessageView>(
    operation: CallInPlace<Request, Reply>,
    write: ((request: Request) => void) | null,
    replied: (reply: Reply) => void,
    failed: (error: unknown) => void,
    options: CallOptions | undefined,
  ): void;
  /** Sends a message nobody answers; false, and `write` not called, when it would have to wait. */
  postInPlace<Request extends MessageWriter>(
    operation: MessageInPlace<Request>,
    write: ((request: Request) => void) | null,
  ): boolean;
}

/** Who asks. */
export interface Caller {
  /** Path of the core in the description. */
  readonly core: string;
  /** Name of the program in the system description. */
  readonly program: string;
}

/** What a server's method learns about the request it serves, beside its arguments. */
export interface CallContext {
  readonly caller: Caller;
  /** Aborted when the caller cancels, times out or is lost. */
  readonly signal: AbortSignal;
}

/** One request on its way through a generated dispatcher. */
export interface ServerCall extends CallContext {
  readonly opcode: number;
  readonly store: Store;
  readonly at: number;
  readonly bytes: number;
  draft(bytes: number): Draft;
  /** The same, kept until it is sent or {@link discard}ed: what else is sent meanwhile goes after it. */
  open(bytes: number): Draft;
  /** Gives an open draft back. */
  discard(draft: Draft): void;
  /**
   * The items that its caller sends up, as far as they are asked for. Throws, where it is iterated, a {@link CallerFault}
   * when the caller could not bring them all, and the reason of {@link signal} when it gave up.
   */
  items<Item>(decode: Decode<Item>): AsyncIterableIterator<Item>;
  /** Answers a call. */
  reply(draft: Draft, bytes: number): void;
  /** Answers a call or ends a stream with a declared failure. */
  fail(draft: Draft, bytes: number): void;
  /** Answers later: `answer` is called with what the promise brings; a rejection goes through {@link ServerStub.fail}. */
  settle<Reply>(reply: PromiseLike<Reply>, answer: (call: ServerCall, reply: Reply) => void): void;
  /** Awaits a message handler's promise so that its window is held and its rejection reported. */
  settleMessage(done: PromiseLike<void>): void;
  /** Sends each item with `send`, holding back to the client's pace, then ends the stream. */
  pump<Item>(items: AsyncIterable<Item> | Iterable<Item>, send: (call: ServerCall, item: Item) => void): void;
  /** Sends one item of a stream; only within `pump`'s `send`. */
  item(draft: Draft, bytes: number): void;
}

/** How a server answers an operation whose reply it writes at once, where it is sent from. */
export interface AnswersInPlace {
  /** The longest reply. */
  readonly most: number;
  /** Writes the reply at byte `at`; its bytes, or -1 when the answer comes later. Lets through what the handler throws. */
  answer(call: ServerCall, to: Store, at: number): number;
}

/** The generated half of a server. */
export interface ServerStub {
  /**
   * Whether nobody has a call of that operation any more when {@link dispatch} returns, unless it was settled or pumped: then
   * the next request may come as the same object. Default false.
   */
  inPlace?(opcode: number): boolean;
  /** Where a call of that operation can be answered at once; undefined: by {@link dispatch}. */
  answers?(opcode: number): AnswersInPlace | undefined;
  /** Decodes a request, calls the implementation, answers. Lets through what the implementation throws at once. */
  dispatch(call: ServerCall): void;
  /** Answers `call` with a declared failure; false when its operation declares no such failure. */
  fail(call: ServerCall, failure: DeclaredFailure<unknown>): boolean;
}

/** Where a server's events go: to every client that has subscribed. */
export interface Publisher {
  draft(bytes: number): Draft;
  /** Resolves when every subscriber has room for it, the slowest included. */
  publish(draft: Draft, opcode: number, bytes: number): Promise<void>;
  /** Sends to those who have room; the number of those who had none. */
  tryPublish(draft: Draft, opcode: number, bytes: number): number;
}

/** What the kernel knows of one operation; what is not said has its default. */
export interface OperationFacts {
  readonly name: string;
  readonly opcode: number;
  /** 8 hex digits over what both ends of a binding must agree on to use it. */
  readonly signature: string;
  /** Whether it may be done again when nobody knows whether it was done. Default false. */
  readonly idempotent?: boolean;
  /** Milliseconds until a call times out unless its caller says otherwise. Default 5000. */
  readonly deadline?: number;
  /** 0 to 7, default 0: of what waits, the higher goes first. */
  readonly priority?: number;
  /** Most under way on one binding, 1 to 4096. Default: as many as the binding has room for. */
  readonly window?: number;
}

/** Everything the kernel needs to know of an interface. One constant of this type in every generated interface file. */
export interface InterfaceDescriptor<Client, Server, Events> {
  readonly name: string;
  readonly version: number;
  /** Ends that have the same need to compare no more. */
  readonly fingerprint: string;
  readonly operations: readonly OperationFacts[];
  /** Whether regions or endpoints go through it. Default false. */
  readonly hasResources?: boolean;
  /** Longest message in bytes towards the server and towards the client. */
  readonly longestRequest: number;
  readonly longestReply: number;
  readonly connect: (binding: Binding) => Client;
  readonly serve: (server: Server) => ServerStub;
  readonly events: (publisher: Publisher) => Events;
}
