import type { Upload } from "../../stub.ts";
import { Pump } from "../conversations/pump.ts";
import { mostItems } from "../conversations/reader.ts";

/** What an uploader needs of its binding. */
export interface UploadOwner<Item> {
  send(item: Item): void;
  /** There are no more items. */
  ended(): void;
  /** The caller's iterable threw, or an item does not fit its type. */
  failed(error: unknown): void;
}

/** The items that a call or stream sends up, at its client. Nothing is taken of them before the server wants some. */
export class Uploader<Item> {
  readonly #owner: UploadOwner<Item>;
  readonly #pump: Pump<Item>;
  #running = false;
  #stopped = false;

  constructor({ items }: Upload<Item>, owner: UploadOwner<Item>) {
    this.#owner = owner;
    this.#pump = new Pump(items, (item) => owner.send(item));
  }

  /** Whether nothing was taken of the items, so that another server can still have all of them. */
  get untouched(): boolean {
    return !this.#running && !this.#stopped;
  }

  /** The server has room for more; false when it cannot have room for so many. */
  allow(items: number): boolean {
    if (this.#stopped) return true;
    const allowed = this.#pump.allow(items, mostItems(undefined));
    if (allowed && !this.#running) this.#run();
    return allowed;
  }

  stop(): void {
    this.#stopped = true;
    this.#pump.stop();
  }

  #run(): void {
    this.#running = true;
    void this.#pump.run().then(
      () => {
        if (!this.#stopped) this.#owner.ended();
      },
      (error: unknown) => {
        if (!this.#stopped) this.#owner.failed(error);
      },
    );
  }
}
