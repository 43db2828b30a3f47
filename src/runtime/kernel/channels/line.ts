import { type BlockProducer, leastInBlock } from "../../channel/block-ring.ts";
import { slotPayload } from "../../channel/slot.ts";
import type { Draft } from "../../stub.ts";
import { joinHalves } from "../frame.ts";
import type { Outgoing } from "./outgoing.ts";

const nothing = new Int32Array(1);

/** One direction of a connection: the channel its messages leave by and the addresses in their headers. */
export class Line {
  readonly outgoing: Outgoing;
  /** Where its long messages lie; null when it sends them in fragments. */
  readonly blocks: BlockProducer | null;
  readonly cores: number;
  readonly endpoints: number;

  constructor(outgoing: Outgoing, from: Address, to: Address, blocks: BlockProducer | null = null) {
    this.outgoing = outgoing;
    this.blocks = blocks;
    this.cores = joinHalves(to.core, from.core);
    this.endpoints = joinHalves(to.endpoint, from.endpoint);
  }

  /** Number of this end. */
  get endpoint(): number {
    return this.endpoints >>> 16;
  }

  /** Room for a message of at most `bytes` in the memory it is sent through; null when it is to be copied there. */
  claim(bytes: number): Draft | null {
    if (bytes <= slotPayload) return this.outgoing.claim();
    if (this.blocks === null || bytes < leastInBlock || !this.outgoing.ready) return null;
    return this.blocks.claim(bytes);
  }

  /** Whether a message of so many bytes belongs in a block, and all are under way. */
  lacksBlock(bytes: number): boolean {
    return bytes >= leastInBlock && this.blocks?.isFullFor(bytes) === true;
  }

  /** Whether a message lies in a draft of {@link claim}. */
  holds(draft: Draft): boolean {
    return this.outgoing.holds(draft) || this.blocks?.holds(draft) === true;
  }

  /** Sends what was written into a draft of {@link claim}. */
  commit(draft: Draft, kind: number, opcode: number, correlation: number, bytes: number, priority: number): void {
    if (draft === this.outgoing.slotDraft || this.blocks === null) {
      this.outgoing.commit(this, kind, opcode, correlation, bytes);
    } else this.outgoing.commitBlock(this, this.blocks, kind, opcode, correlation, bytes, priority);
  }

  /** Sends a message of any length, copied from `words`; false when (the rest of) it waits, then `sent` is called later. */
  send(
    kind: number,
    opcode: number,
    correlation: number,
    words: Int32Array,
    bytes: number,
    priority: number,
    sent: (() => void) | null,
  ): boolean {
    return this.outgoing.send(this, kind, opcode, correlation, words, bytes, priority, sent);
  }

  /** Sends a message of up to one number. */
  signal(kind: number, opcode: number, correlation: number, value: number | null, priority: number): void {
    nothing[0] = value ?? 0;
    this.outgoing.send(this, kind, opcode, correlation, nothing, value === null ? 0 : 4, priority, null);
  }
}

export interface Address {
  readonly core: number;
  readonly endpoint: number;
}
