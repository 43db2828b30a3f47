import type { BlockConsumer } from "../../channel/block-ring.ts";
import { slotPayload } from "../../channel/slot.ts";
import { copyWords, type Frame, firstFragment, inBlock } from "../frame.ts";
import { Scratch } from "./scratch.ts";

export type Assembled = "whole" | "partial" | "length" | "fragment" | "block";

/**
 * Joins the fragments of long messages, one message at a time: a connection sends its messages one after another. Finds
 * those that lie in a block where they are.
 */
export class Assembly {
  readonly #memory = new Scratch();
  readonly #blocks: BlockConsumer | null;
  #kind = 0;
  #opcode = 0;
  #correlation = 0;
  #total = 0;
  #received = 0;

  constructor(blocks: BlockConsumer | null = null) {
    this.#blocks = blocks;
  }

  /**
   * Takes a frame. Once its message is whole, the frame stands for it: its payload then lies in memory that is valid until
   * {@link release}. `bound`: the most bytes the message may have.
   */
  accept(frame: Frame, bound: number): Assembled {
    if (!frame.isWhole || frame.bytes > bound) return this.#acceptPart(frame, bound);
    this.#total = 0;
    return "whole";
  }

  /** Of everything but whole messages in one frame. */
  #acceptPart(frame: Frame, bound: number): Assembled {
    const { total, bytes } = frame;
    if (bytes > slotPayload || total < bytes || total > bound) {
      this.#refuse(frame);
      return "length";
    }
    if ((frame.flags & inBlock) !== 0) return this.#find(frame);
    if ((frame.flags & firstFragment) !== 0) {
      this.#begin(frame);
    } else if (!this.#continues(frame)) {
      this.#total = 0;
      return "fragment";
    }
    return this.#append(frame);
  }

  /** Whether nothing has come of a message whose rest is still to come. */
  get isEmpty(): boolean {
    return this.#total === 0;
  }

  /** Forgets what has come of a message. */
  reset(): void {
    this.#total = 0;
  }

  /** The message of a frame is done with: where it lay may be written again. True when its sender is to be told. */
  release(frame: Frame): boolean {
    return (frame.flags & inBlock) !== 0 && this.#blocks?.release() === true;
  }

  /** Nobody reads it: a block that it lies in can be written again. */
  #refuse(frame: Frame): void {
    if ((frame.flags & inBlock) !== 0 && this.#blockOf(frame) >= 0) this.#blocks?.release();
  }

  /** Where its message lies; -1 when it can lie in no block. */
  #blockOf({ words, at, bytes, total }: Frame): number {
    return bytes === 4 ? (this.#blocks?.find(words[at >> 2] as number, total) ?? -1) : -1;
  }

  #find(frame: Frame): Assembled {
    this.#total = 0;
    const at = this.#blockOf(frame);
    if (this.#blocks === null || at < 0) return "block";
    frame.store = this.#blocks.store;
    frame.words = this.#blocks.words;
    frame.at = at;
    frame.bytes = frame.total;
    return "whole";
  }

  #begin(frame: Frame): void {
    this.#memory.reserve(frame.total);
    this.#kind = frame.kind;
    this.#opcode = frame.opcode;
    this.#correlation = frame.correlation;
    this.#total = frame.total;
    this.#received = 0;
  }

  #continues(frame: Frame): boolean {
    return (
      frame.total === this.#total &&
      frame.kind === this.#kind &&
      frame.opcode === this.#opcode &&
      frame.correlation === this.#correlation &&
      this.#total > 0
    );
  }

  #append(frame: Frame): Assembled {
    const left = this.#total - this.#received;
    // Every fragment but the last is full, or the words of the next would not be aligned.
    if (frame.bytes !== Math.min(slotPayload, left)) {
      this.#total = 0;
      return "fragment";
    }
    copyWords(frame.words, frame.at >> 2, this.#memory.words, this.#received >> 2, (frame.bytes + 3) >> 2);
    this.#received += frame.bytes;
    if (this.#received < this.#total) return "partial";
    this.#total = 0;
    frame.store = this.#memory.store;
    frame.words = this.#memory.words;
    frame.at = 0;
    frame.bytes = this.#received;
    return "whole";
  }
}
