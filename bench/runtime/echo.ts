// The smallest interface there is, in the manner of generated ones: an empty call, a message that fills a slot, and one
// that is too long for any.
import {
  type Binding,
  bindingOf,
  type CallInPlace,
  EmptyView,
  EmptyWriter,
  type InPlaceBinding,
  InPlaceService,
  type InterfaceDescriptor,
  loadBytes,
  type MessageWriter,
  ServedCall,
  type ServerCall,
  type ServerStub,
  storeBytes,
} from "skerry/runtime";
import { bulkBytes } from "./order.ts";

export interface EchoServer {
  ping(): void;
  note(first: number): void;
  /** Notes received so far. */
  noted(): number;
  put(data: Uint8Array): void;
  /** Bytes of its heap that are in use. */
  heap(): number;
}

export class EchoClient {
  readonly #binding: Binding;
  constructor(binding: Binding) {
    this.#binding = binding;
  }
  ping(): Promise<void> {
    return this.#binding.call(this.#binding.draft(0), 1, 0, decodeNothing, null, undefined);
  }
  note(first: number): Promise<void> {
    const draft = this.#binding.draft(40);
    fill(draft.store, draft.at, first);
    return this.#binding.post(draft, 2, 40);
  }
  tryNote(first: number): boolean {
    const draft = this.#binding.tryDraft(40, 2);
    if (draft === null) return false;
    fill(draft.store, draft.at, first);
    this.#binding.send(draft, 2, 40);
    return true;
  }
  put(data: Uint8Array): Promise<void> {
    const draft = this.#binding.draft(4 + bulkBytes);
    const bytes = 4 + storeBytes(draft.store, draft.at, draft.at + 4, bulkBytes, data, "Echo.put data");
    return this.#binding.post(draft, 4, bytes);
  }
  heap(): Promise<number> {
    return this.#binding.call(this.#binding.draft(0), 5, 0, (from, at) => from.loadU32(at), null, undefined);
  }
  noted(): Promise<number> {
    return this.#binding.call(this.#binding.draft(0), 3, 0, (from, at) => from.loadU32(at), null, undefined);
  }
}

export const Echo: InterfaceDescriptor<EchoClient, EchoServer, undefined> = {
  name: "Echo",
  version: 1,
  fingerprint: "00000000000000ec",
  operations: ["ping", "note", "noted", "put", "heap"].map((name, index) => ({
    name,
    opcode: index + 1,
    signature: "0000ec00",
  })),
  longestRequest: 4 + bulkBytes,
  longestReply: 4,
  connect: (binding) => new EchoClient(binding),
  serve: (server) => new EchoStub(server),
  events: () => undefined,
};

class EchoStub implements ServerStub {
  readonly #server: EchoServer;
  constructor(server: EchoServer) {
    this.#server = server;
  }
  dispatch(call: ServerCall): void {
    if (call.opcode === 1) {
      this.#server.ping();
      call.reply(call.draft(0), 0);
    } else if (call.opcode === 2) this.#server.note(sumOf(call));
    else if (call.opcode === 4) {
      this.#server.put(loadBytes(call.store, call.at, call.at + 4, call.bytes - 4, "Echo.put data"));
    } else {
      const draft = call.draft(4);
      draft.store.storeU32(draft.at, call.opcode === 5 ? this.#server.heap() : this.#server.noted());
      call.reply(draft, 4);
    }
  }
  fail(): boolean {
    return false;
  }
}

function decodeNothing(): void {}

function fill(to: ServerCall["store"], at: number, first: number): void {
  for (let word = 0; word < 40; word += 4) to.storeU32(at + word, first);
}

function sumOf({ store, at }: ServerCall): number {
  let sum = 0;
  for (let word = 0; word < 40; word += 4) sum += store.loadU32(at + word);
  return sum;
}

/** The empty call in place. */
export class EchoInPlace {
  private readonly $binding: InPlaceBinding;
  private readonly $ping: CallInPlace<MessageWriter, EmptyView> = {
    ...{ opcode: 1, most: 0, request: null, reply: new EmptyView("Echo.ping"), failure: null },
  };

  constructor(client: EchoClient) {
    this.$binding = bindingOf(client);
  }

  ping(replied: () => void, failed: (error: unknown) => void): void {
    this.$binding.callInPlace(this.$ping, null, replied, failed, undefined);
  }
}

/** A server of the empty call in place. */
export function serveEchoInPlace(ping: () => void): InPlaceService<EchoServer> {
  const made = (): EmptyWriter => new EmptyWriter();
  return new InPlaceService(
    "Echo",
    [new ServedCall(1, 0, new EmptyView("Echo.ping"), made, () => ping())],
    () => false,
  );
}
