/**
 * A server whose handlers read requests and write replies where they lie. Generated code makes an {@link InPlaceService} of
 * one served operation each.
 */

import type { Store } from "../codec/store.ts";
import { type DeclaredFailure, DecodeError } from "../errors.ts";
import type { AnswersInPlace, Draft, ServerCall, ServerStub } from "../stub.ts";
import { InPlaceCall, LaterDone, LaterReply } from "./handler-context.ts";
import { writeInPlace } from "./operation.ts";
import type { MessageView } from "./view.ts";
import type { MessageWriter } from "./writer.ts";

/** One operation of a server. */
export interface ServedInPlace {
  readonly opcode: number;
  /** Whether nobody has a call any more that was answered when {@link serve} returns. Default false. */
  readonly inPlace?: boolean;
  /** How it answers a call where the reply is sent from. */
  readonly answers?: AnswersInPlace;
  /** Serves one request. */
  serve(call: ServerCall): void;
}

type Fail = (call: ServerCall, failure: DeclaredFailure<unknown>) => boolean;

/** What a program may return in place of a plain server of the same interface. */
export class InPlaceService<Server> {
  /** Only a type: the server that it stands for. */
  declare readonly $server: Server;
  readonly stub: ServerStub;

  constructor(name: string, operations: readonly ServedInPlace[], fail: Fail) {
    this.stub = new InPlaceStub(name, operations, fail);
  }
}

class InPlaceStub implements ServerStub {
  readonly fail: Fail;
  readonly #name: string;
  readonly #operations: (ServedInPlace | undefined)[] = [];

  constructor(name: string, operations: readonly ServedInPlace[], fail: Fail) {
    this.#name = name;
    this.fail = fail;
    for (const operation of operations) this.#operations[operation.opcode] = operation;
  }

  inPlace(opcode: number): boolean {
    return this.#operations[opcode]?.inPlace === true;
  }

  answers(opcode: number): AnswersInPlace | undefined {
    return this.#operations[opcode]?.answers;
  }

  dispatch(call: ServerCall): void {
    const operation = this.#operations[call.opcode];
    if (operation === undefined) throw new DecodeError(this.#name, `no operation ${call.opcode}`);
    operation.serve(call);
  }
}

/** A handler answers before it returns, or puts the answer off. */
type CallHandler<Request, Reply> = (request: Request, reply: Reply, call: InPlaceCall<LaterReply<Reply>>) => void;

export class ServedCall<Request extends MessageView, Reply extends MessageWriter>
  implements ServedInPlace, AnswersInPlace
{
  readonly inPlace = true;
  readonly answers = this;
  readonly opcode: number;
  readonly most: number;
  readonly #request: Request;
  readonly #makeReply: () => Reply;
  readonly #reply: Reply;
  readonly #handle: CallHandler<Request, Reply>;
  readonly #context: InPlaceCall<LaterReply<Reply>>;

  constructor(
    opcode: number,
    most: number,
    request: Request,
    makeReply: () => Reply,
    handle: CallHandler<Request, Reply>,
  ) {
    this.opcode = opcode;
    this.most = most;
    this.#request = request;
    this.#makeReply = makeReply;
    this.#reply = makeReply();
    this.#handle = handle;
    const answer = (call: ServerCall, write: (reply: Reply) => void): void => this.#answerLater(call, write);
    this.#context = new InPlaceCall((call) => new LaterReply(call, answer));
  }

  serve(call: ServerCall): void {
    const draft = call.open(this.most);
    let bytes: number;
    try {
      bytes = this.answer(call, draft.store, draft.at);
    } catch (error) {
      call.discard(draft);
      throw error;
    }
    if (bytes < 0) call.discard(draft);
    else call.reply(draft, bytes);
  }

  answer(call: ServerCall, to: Store, at: number): number {
    const request = this.#request.$receive(call.store, call.at, call.bytes);
    const reply = this.#reply.$begin(to, at);
    const context = this.#context;
    context.$begin(call);
    try {
      const returned: unknown = this.#handle(request, reply, context);
      if (returned !== undefined) refusePromise(returned);
      return context.$isLater ? -1 : reply.$finish();
    } finally {
      request.$release();
      reply.$release();
      context.$release();
    }
  }

  #answerLater(call: ServerCall, write: (reply: Reply) => void): void {
    sendInPlace(call, this.most, this.#reply.$open ? this.#makeReply() : this.#reply, write, (draft, bytes) =>
      call.reply(draft, bytes),
    );
  }
}

type MessageHandler<Request> = (request: Request, call: InPlaceCall<LaterDone>) => void;

export class ServedMessage<Request extends MessageView> implements ServedInPlace {
  readonly inPlace = true;
  readonly opcode: number;
  readonly #request: Request;
  readonly #handle: MessageHandler<Request>;
  readonly #context = new InPlaceCall((call) => new LaterDone(call));

  constructor(opcode: number, request: Request, handle: MessageHandler<Request>) {
    this.opcode = opcode;
    this.#request = request;
    this.#handle = handle;
  }

  serve(call: ServerCall): void {
    this.#request.$receive(call.store, call.at, call.bytes);
    this.#context.$begin(call);
    try {
      refusePromise(this.#handle(this.#request, this.#context));
    } finally {
      this.#request.$release();
      this.#context.$release();
    }
  }
}

/** Writes one item. */
export type WriteItem<Item> = (item: Item) => void;
/** Where the items of a stream come from: for each, a function that writes it when the client has room for it. */
export type ItemSource<Item> = Iterable<WriteItem<Item>> | AsyncIterable<WriteItem<Item>>;

type StreamHandler<Request, Item> = (request: Request, call: ServerCall) => ItemSource<Item>;

export class ServedStream<Request extends MessageView, Item extends MessageWriter> implements ServedInPlace {
  readonly opcode: number;
  /** The longest item in bytes. */
  readonly #most: number;
  readonly #request: Request;
  readonly #item: Item;
  readonly #handle: StreamHandler<Request, Item>;
  readonly #send: (call: ServerCall, write: WriteItem<Item>) => void;

  constructor(opcode: number, most: number, request: Request, item: Item, handle: StreamHandler<Request, Item>) {
    this.opcode = opcode;
    this.#most = most;
    this.#request = request;
    this.#item = item;
    this.#handle = handle;
    this.#send = (call, write) =>
      sendInPlace(call, this.#most, this.#item, write, (draft, bytes) => call.item(draft, bytes));
  }

  serve(call: ServerCall): void {
    this.#request.$receive(call.store, call.at, call.bytes);
    try {
      call.pump(this.#handle(this.#request, call), this.#send);
    } finally {
      this.#request.$release();
    }
  }
}

function sendInPlace<Message extends MessageWriter>(
  call: ServerCall,
  most: number,
  writer: Message,
  write: (message: Message) => void,
  send: (draft: Draft, bytes: number) => void,
): void {
  const draft = call.open(most);
  let bytes: number;
  try {
    bytes = writeInPlace(draft, writer, write);
  } catch (error) {
    call.discard(draft);
    throw error;
  }
  send(draft, bytes);
}

/** TypeScript lets an async function stand for one that returns nothing. */
function refusePromise(returned: unknown): void {
  if (!(returned instanceof Promise)) return;
  returned.catch(() => {});
  throw new TypeError("a handler that works in place cannot be async: it answers through call.later()");
}
