import type { Draft } from "../../stub.ts";
import { encodeText } from "../channels/frame-text.ts";
import type { Line } from "../channels/line.ts";
import { highestPriority } from "../channels/priority-queue.ts";
import { Scratch } from "../channels/scratch.ts";
import { frameKind, longestText } from "../frame.ts";
import type { Operations } from "../operations.ts";
import type { Holdings, ResourceExchange } from "../resources/resource-exchange.ts";

/** Where the answers of a server's end of a connection leave, and are written; shut, it swallows them. */
export class AnswerOutlet {
  readonly #line: Line;
  readonly #scratch: Scratch;
  readonly #operations: Operations;
  /** Null for an interface without resources. */
  readonly #exchange: ResourceExchange | null;
  #isShut = false;

  constructor(line: Line, scratch: Scratch, operations: Operations, exchange: ResourceExchange | null) {
    this.#line = line;
    this.#scratch = scratch;
    this.#operations = operations;
    this.#exchange = exchange;
  }

  /** Nothing goes any more. */
  shut(): void {
    this.#isShut = true;
  }

  get isShut(): boolean {
    return this.#isShut;
  }

  draft(bytes: number): Draft {
    const draft = (this.#isShut ? null : this.#line.claim(bytes)) ?? this.#scratch.reserve(bytes);
    this.#exchange?.write(draft.store);
    return draft;
  }

  /** The same, kept until it is sent or discarded. */
  open(bytes: number): Draft {
    const claimed = this.#isShut ? null : this.#line.claim(bytes);
    const draft = claimed ?? this.#scratch.open(bytes);
    if (claimed !== null) this.#line.outgoing.open();
    this.#exchange?.write(draft.store);
    return draft;
  }

  discard(draft: Draft): void {
    this.#close(draft);
    this.#line.outgoing.flush();
  }

  /** Nobody is to have what was written, nor the regions in it. */
  drop(draft: Draft): void {
    this.discard(draft);
    this.#exchange?.unsent();
  }

  send(draft: Draft, kind: number, opcode: number, correlation: number, bytes: number): void {
    if (this.#isShut) {
      this.drop(draft);
      return;
    }
    this.#exchange?.sent(0);
    const line = this.#line;
    if (line.holds(draft)) {
      line.outgoing.close();
      line.commit(draft, kind, opcode, correlation, bytes, this.#priorityOf(opcode));
      return;
    }
    this.#close(draft);
    this.sendWords(kind, opcode, correlation, this.#wordsOf(draft), bytes);
  }

  /** Sends an answer behind word of the regions that it does not give back, which takes the place it was written in. */
  sendBehind(holdings: Holdings, draft: Draft, kind: number, opcode: number, correlation: number, bytes: number): void {
    if (!holdings.mustTell) {
      holdings.answering();
      this.send(draft, kind, opcode, correlation, bytes);
      return;
    }
    const words = new Int32Array((bytes + 3) >> 2);
    new Uint8Array(words.buffer).set(draft.store.bytes.subarray(draft.at, draft.at + bytes));
    this.discard(draft);
    this.#exchange?.sent(0);
    holdings.answering();
    this.sendWords(kind, opcode, correlation, words, bytes);
  }

  /** Sends a message that lies elsewhere than in a draft. */
  sendWords(kind: number, opcode: number, correlation: number, words: Int32Array, bytes: number): void {
    if (!this.#isShut) this.#line.send(kind, opcode, correlation, words, bytes, this.#priorityOf(opcode), null);
  }

  /** Sends a message of up to one number. */
  signal(kind: number, opcode: number, correlation: number, value: number | null): void {
    if (!this.#isShut) this.#line.signal(kind, opcode, correlation, value, this.#priorityOf(opcode));
  }

  /** Returns credits to the client; of an operation with a window of its own, or of opcode 0. */
  credit(opcode: number, credits: number): void {
    if (!this.#isShut) this.#line.signal(frameKind.credit, opcode, 0, credits, highestPriority);
  }

  sendText(kind: number, opcode: number, correlation: number, text: string): void {
    const encoded = encodeText(text, longestText);
    this.sendWords(kind, opcode, correlation, new Int32Array(encoded.buffer), encoded.length);
  }

  #close(draft: Draft): void {
    if (draft instanceof Scratch) draft.close();
    else this.#line.outgoing.close();
  }

  #wordsOf(draft: Draft): Int32Array {
    return draft instanceof Scratch ? draft.words : this.#scratch.words;
  }

  #priorityOf(opcode: number): number {
    return this.#operations[opcode]?.priority ?? 0;
  }
}
