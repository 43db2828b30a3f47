import type { Upload } from "../../stub.ts";
import { encodeText } from "../channels/frame-text.ts";
import { Scratch } from "../channels/scratch.ts";
import { textOf } from "../error-text.ts";
import { type Frame, frameKind, longestText } from "../frame.ts";
import type { ResourceExchange } from "../resources/resource-exchange.ts";
import type { Outlet } from "./outlet.ts";
import type { ClientOperation } from "./request-queue.ts";
import { Uploader } from "./uploader.ts";

/** What the calls and streams of a binding send up, at its client. */
export class Uploads {
  readonly #outlet: Outlet;
  readonly #exchange: ResourceExchange | null;
  /** Whether there is any: most connections never have one. */
  any = false;
  readonly #uploads = new Map<number, Pick<Uploader<never>, "allow" | "stop" | "untouched">>();

  constructor(outlet: Outlet, exchange: ResourceExchange | null) {
    this.#outlet = outlet;
    this.#exchange = exchange;
  }

  /** Sends nothing before the server wants some. `failed`: the caller could not bring its items. */
  prepare<Item>(
    upload: Upload<Item>,
    operation: ClientOperation,
    correlation: number,
    failed: (error: unknown) => void,
  ): void {
    const { opcode, priority } = operation;
    const uploader = new Uploader(upload, {
      send: (item) => this.#send(upload, operation, correlation, item),
      ended: () => this.#outlet.line?.signal(frameKind.uploaded, opcode, correlation, null, priority),
      failed: (error) => {
        failed(error);
        this.cancel(correlation, priority, textOf(error) || "it threw what has no text");
        this.stop(correlation);
      },
    });
    this.#uploads.set(correlation, uploader);
    this.any = true;
  }

  /** Whether nothing was taken of what a conversation sends up, if anything. */
  isUntouched(correlation: number): boolean {
    return this.#uploads.get(correlation)?.untouched !== false;
  }

  /** The server wants more, or no more; what is wrong with that, if anything. */
  heed(frame: Frame): "length" | "window" | null {
    const upload = this.#uploads.get(frame.correlation);
    // Of a conversation that its caller has left nothing is sent any more, whatever is still wanted.
    if (upload === undefined) return null;
    if (frame.kind === frameKind.stop) upload.stop();
    else if (frame.bytes !== 4) return "length";
    else if (!upload.allow(frame.store.loadU32(frame.at))) return "window";
    return null;
  }

  /** Tells the server that the caller has left; `text`: why it could not bring its items, or empty. */
  cancel(correlation: number, priority: number, text: string): void {
    const encoded = encodeText(text, longestText);
    const words = new Int32Array(encoded.buffer);
    this.#outlet.line?.send(frameKind.cancel, 0, correlation, words, encoded.length, priority, null);
  }

  stop(correlation: number): void {
    if (this.#uploads.size === 0) return;
    this.#uploads.get(correlation)?.stop();
    this.#uploads.delete(correlation);
  }

  stopAll(): void {
    for (const upload of this.#uploads.values()) upload.stop();
    this.#uploads.clear();
  }

  #send<Item>({ longest, encode }: Upload<Item>, operation: ClientOperation, correlation: number, item: Item): void {
    const { line, scratch } = this.#outlet;
    if (line === null) return;
    const draft = line.claim(longest) ?? scratch.reserve(longest);
    this.#exchange?.write(draft.store);
    const bytes = encode(draft.store, draft.at, item);
    if (draft instanceof Scratch) draft.take();
    this.#exchange?.sent(0);
    const { opcode, priority } = operation;
    if (line.holds(draft)) line.commit(draft, frameKind.upload, opcode, correlation, bytes, priority);
    else line.send(frameKind.upload, opcode, correlation, this.#outlet.wordsOf(draft), bytes, priority, null);
  }
}
