/** A client and a server joined by memory alone, so that nothing but generated code stands between them. */
import { Store } from "../../../src/runtime/codec/store.ts";
import type { DeclaredFailure } from "../../../src/runtime/errors.ts";
import { writeInPlace } from "../../../src/runtime/in-place/operation.ts";
import type {
  Binding,
  Decode,
  Draft,
  InterfaceDescriptor,
  Publisher,
  ServerCall,
  ServerStub,
  Upload,
} from "../../../src/runtime/stub.ts";

export type AnyDescriptor = InterfaceDescriptor<object, object, object | null>;

/** A message on its way, and what would read it. */
export interface Passed {
  readonly bytes: Uint8Array;
  /** What a reader makes of these or other bytes: a value, arguments, or an error. */
  readonly read: (store: Store, at: number, bytes: number) => unknown;
  /** Whether it is an item that a client streams up; else absent. */
  readonly isUpload?: boolean;
}

export class Loopback {
  /** Everything that was sent, both ways, in order. */
  readonly passed: Passed[] = [];
  readonly client: object;
  readonly events: object | null;
  readonly #stub: ServerStub;
  /** What the server was last called with. */
  received: readonly unknown[] | null = null;
  /** What the server answers next: a value, or an error to throw. */
  answer: unknown;
  /** The memory behind the room of the last request: nobody may have written there. */
  behind = new Uint8Array();
  #event: { readonly opcode: number; readonly bytes: Uint8Array } | null = null;

  constructor(descriptor: AnyDescriptor) {
    this.client = descriptor.connect(this.#binding());
    this.#stub = descriptor.serve(this.#server());
    this.events = descriptor.events(this.#publisher());
  }

  #server(): object {
    const method = (...received: unknown[]) => {
      this.received = received.slice(0, -1);
      if (this.answer instanceof Error) throw this.answer;
      return this.answer;
    };
    return new Proxy({}, { get: () => method });
  }

  #binding(): Binding {
    const request = (draft: Draft, opcode: number, bytes: number, uploads: readonly Uint8Array[] = []) => {
      this.behind = draft.store.bytes.slice(-24);
      return this.#pass(draft, bytes, (store, at, length) => this.#dispatch(opcode, store, at, length, uploads));
    };
    return {
      draft,
      tryDraft: draft,
      send: (from, opcode, bytes) => void request(from, opcode, bytes),
      post: async (from, opcode, bytes) => void request(from, opcode, bytes),
      call: async (from, opcode, bytes, reply, failure) =>
        first(this.#answers(request(from, opcode, bytes), reply, failure)),
      callWith: async (from, opcode, bytes, upload, reply, failure) =>
        first(this.#answers(request(from, opcode, bytes, encodeAll(upload)), reply, failure)),
      stream: (from, opcode, bytes, item, failure) =>
        iterate(this.#answers(request(from, opcode, bytes), item, failure)),
      streamWith: (from, opcode, bytes, upload, item, failure) =>
        iterate(this.#answers(request(from, opcode, bytes, encodeAll(upload)), item, failure)),
      callInPlace: ({ opcode, most, request: writer, reply, failure }, write, replied, failed) => {
        const to = draft(most);
        const bytes = writer === null || write === null ? 0 : writeInPlace(to, writer, write);
        try {
          const receive: Decode<typeof reply> = (store, at, length) => reply.$receive(store, at, length);
          this.#answers(request(to, opcode, bytes), receive, failure).forEach(replied);
        } catch (error) {
          failed(error);
        }
      },
      postInPlace: ({ opcode, most, request: writer }, write) => {
        const to = draft(most);
        request(to, opcode, writer === null || write === null ? 0 : writeInPlace(to, writer, write));
        return true;
      },
      events: (opcode, decode) => {
        if (this.#event?.opcode !== opcode) throw new Error("another event");
        const { bytes } = this.#event;
        return iterate([this.#pass({ store: storeOf(bytes), at: 8 }, bytes.length, decode)]);
      },
    };
  }

  #publisher(): Publisher {
    const keep = ({ store, at }: Draft, opcode: number, bytes: number) => {
      this.#event = { opcode, bytes: store.bytes.slice(at, at + bytes) };
    };
    return {
      draft,
      publish: async (from, opcode, bytes) => keep(from, opcode, bytes),
      tryPublish: (from, opcode, bytes) => {
        keep(from, opcode, bytes);
        return 0;
      },
    };
  }

  /** Keeps a message and reads it where other bytes lie around it. */
  #pass<Value>({ store, at }: Draft, bytes: number, read: Decode<Value>, isUpload = false): Value {
    const kept = store.bytes.slice(at, at + bytes);
    this.passed.push({ bytes: kept, read, isUpload });
    return read(storeOf(kept), 8, bytes);
  }

  #dispatch(
    opcode: number,
    store: Store,
    at: number,
    bytes: number,
    uploads: readonly Uint8Array[],
  ): { answers: Uint8Array[]; failed: boolean } {
    const answers: Uint8Array[] = [];
    let failed = false;
    const keep = (from: Draft, length: number) => void answers.push(from.store.bytes.slice(from.at, from.at + length));
    const call: ServerCall = {
      ...{ opcode, store, at, bytes, draft, open: draft, discard: () => {}, reply: keep, item: keep },
      caller: { core: "cpu", program: "test" },
      signal: new AbortController().signal,
      fail: (from, length) => {
        failed = true;
        keep(from, length);
      },
      items: (decode) =>
        iterate(uploads.map((item) => this.#pass({ store: storeOf(item), at: 8 }, item.length, decode, true))),
      settle: () => never(),
      settleMessage: () => never(),
      pump: (items, send) => {
        if (Symbol.iterator in items) for (const item of items) send(call, item);
      },
    };
    try {
      this.#stub.dispatch(call);
    } catch (error) {
      if (!isDeclared(error) || !this.#stub.fail(call, error)) throw error;
    }
    return { answers, failed };
  }

  #answers<Value>(
    { answers, failed }: { answers: Uint8Array[]; failed: boolean },
    decode: Decode<Value>,
    failure: Decode<DeclaredFailure<unknown>> | null,
  ): Value[] {
    return answers.map((bytes) => {
      const from = { store: storeOf(bytes), at: 8 };
      if (failed) throw this.#pass(from, bytes.length, failure ?? never);
      return this.#pass(from, bytes.length, decode);
    });
  }
}

/** The bytes of what a client sends up. */
function encodeAll<Item>({ items, longest, encode }: Upload<Item>): Uint8Array[] {
  if (!(Symbol.iterator in items)) return never();
  return [...items].map((item) => {
    const { store, at } = draft(longest);
    return store.bytes.slice(at, at + encode(store, at, item));
  });
}

/** Memory with a message at 8 and something else around it. */
export function storeOf(message: Uint8Array, around = 0xff): Store {
  const store = new Store(new SharedArrayBuffer(Math.ceil(message.length / 8) * 8 + 32));
  store.bytes.fill(around);
  store.bytes.set(message, 8);
  return store;
}

/** What memory around a draft is filled with. */
export const untouched = 0xa5;

function draft(bytes: number): Draft {
  return { store: storeOf(new Uint8Array(bytes), untouched), at: 8 };
}

/** Of an answer to a call; without one nothing would come of the call. */
function first<Value>(values: readonly Value[]): Value {
  for (const value of values) return value;
  return never();
}

async function* iterate<Value>(values: readonly Value[]): AsyncIterableIterator<Value> {
  yield* values;
}

function isDeclared(error: unknown): error is DeclaredFailure<unknown> {
  return error instanceof Error && "detail" in error;
}

function never(): never {
  throw new Error("the test does not come here");
}
