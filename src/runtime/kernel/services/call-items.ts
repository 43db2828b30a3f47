import type { Decode, OperationFacts } from "../../stub.ts";
import { Pump } from "../conversations/pump.ts";
import { mostItems, Reader } from "../conversations/reader.ts";
import { type Frame, frameKind } from "../frame.ts";

/** The call that items belong to, at its server. */
export interface ItemsOwner {
  /** Tells the client something about its items; `value`: null for no number. */
  tell(kind: number, value: number | null): void;
  /** An item of the client's cannot be read. */
  unreadable(error: unknown): void;
}

/** The items that a call is sent, and those that it sends, beside its request and its answer: at its server. */
export class CallItems {
  readonly #owner: ItemsOwner;
  #pump: { allow(items: number, most: number): boolean; stop(): void } | null = null;
  #reader: Pick<Reader<never>, "acceptItem" | "acceptEnd" | "fail"> | null = null;

  constructor(owner: ItemsOwner) {
    this.#owner = owner;
  }

  /** Whether the client's items have a reader. */
  get areRead(): boolean {
    return this.#reader !== null;
  }

  /** The client's items, as they come. `facts`: of the operation, where they bound its items. */
  read<Item>(decode: Decode<Item>, facts: OperationFacts | undefined): AsyncIterableIterator<Item> {
    const owner = {
      service: "",
      abandon: () => this.#owner.tell(frameKind.stop, null),
      demand: (_: number, items: number) => this.#owner.tell(frameKind.want, items),
      close: () => {},
      unread: () => {},
    };
    const reader = new Reader(owner, this.#guarded(decode), null, undefined, facts);
    this.#reader = reader;
    this.#owner.tell(frameKind.want, reader.buffer);
    return reader;
  }

  /** Sends items as the client has room for them; resolves after the last. */
  send<Item>(items: AsyncIterable<Item> | Iterable<Item>, send: (item: Item) => void): Promise<void> {
    const pump = new Pump(items, send);
    this.#pump = pump;
    return pump.run();
  }

  /** The client has room for more; false when it cannot have room for so many. `window`: of the operation. */
  allow(items: number, window: number | undefined): boolean {
    return this.#pump?.allow(items, mostItems(window)) ?? items <= mostItems(window);
  }

  /** Takes one of the client's, or word that it has no more; false when that makes no sense. */
  accept(frame: Frame): boolean {
    return frame.kind === frameKind.uploaded ? this.end() : (this.#reader?.acceptItem(frame) ?? false);
  }

  /** The client brings no more; false when that makes no sense. */
  end(): boolean {
    return this.#reader?.acceptEnd(null) ?? false;
  }

  /** The same, for a reason that whoever reads them is told. */
  fail(reason: unknown): void {
    this.#reader?.fail(reason);
  }

  /** No more are sent. */
  stop(): void {
    this.#pump?.stop();
  }

  /** An item that cannot be read is the client's fault, and the end of what is read of it. */
  #guarded<Item>(decode: Decode<Item>): Decode<Item> {
    return (from, at, bytes) => {
      try {
        return decode(from, at, bytes);
      } catch (error) {
        this.#owner.unreadable(error);
        throw error;
      }
    };
  }
}
