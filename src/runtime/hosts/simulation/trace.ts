import type { Segment } from "../../channel/ring.ts";
import { wordCores, wordCorrelation, wordEndpoints, wordShape, wordTotal } from "../../channel/slot.ts";
import type { BootChannel, BootConfiguration } from "../../kernel/boot-configuration.ts";
import { firstFragment } from "../../kernel/frame.ts";

/** A message between two kernels, over however many hops and in however many fragments. */
export interface TracedMessage {
  /** Virtual milliseconds at which it left. */
  readonly sent: number;
  /** When its first fragment came; null if it never did. */
  arrived: number | null;
  /** Cores. */
  readonly source: number;
  readonly destination: number;
  /** The header's, as in `frameKind`. */
  readonly kind: number;
  readonly opcode: number;
  readonly correlation: number;
  /** Of the whole message. */
  readonly bytes: number;
}

/** Messages that are kept: the latest of a long run. */
const mostKept = 200_000;

/** A frame that is in a channel, as far as it is told from others. */
interface Passing {
  readonly key: string;
  /** Null when it does not leave its source, or is no first fragment. */
  readonly message: TracedMessage | null;
  readonly isLastHop: boolean;
}

/** Writes down who sent what to whom, and when. */
export class Trace {
  #messages: TracedMessage[] = [];
  #channels: readonly BootChannel[] = [];
  #words: Int32Array = new Int32Array(0);
  /** By channel: how many frames were put into its ring, and those that have not come out. */
  #positions = new Uint32Array(0);
  #passing: Passing[][] = [];
  /** Messages on their way, oldest first, by what tells them from others. */
  readonly #underWay = new Map<string, TracedMessage[]>();
  /** Messages that were written down and are not kept any more. */
  forgotten = 0;

  /** In the order they were sent. */
  get messages(): readonly TracedMessage[] {
    return this.#messages;
  }

  /** Begins with the channels of a simulation, whose rings lie in a segment. */
  attach({ channels }: Pick<BootConfiguration, "channels">, { words }: Segment): void {
    this.#channels = channels;
    this.#words = words;
    this.#positions = new Uint32Array(channels.length);
    this.#passing = channels.map(() => []);
  }

  /** A frame was put into a channel's ring. */
  published(channel: number, now: number): void {
    const position = this.#positions[channel] as number;
    this.#positions[channel] = position + 1;
    const passing = this.#read(this.#channels[channel] as BootChannel, position, now);
    this.#passing[channel]?.push(passing);
    if (passing.message !== null) this.#begin(passing.key, passing.message);
  }

  /** The oldest frame of a channel has come out of it. */
  arrived(channel: number, now: number): void {
    const passing = this.#passing[channel]?.shift();
    if (passing === undefined || !passing.isLastHop) return;
    const message = this.#underWay.get(passing.key)?.shift();
    if (message !== undefined) message.arrived = now;
  }

  /** The ring is empty, and begins anew. */
  reset(channel: number): void {
    this.#positions[channel] = 0;
    this.#passing[channel] = [];
  }

  #read({ offset, slots, slotBytes, from, to }: BootChannel, position: number, now: number): Passing {
    const first = (offset + slotBytes + (position & (slots - 1)) * slotBytes) >> 2;
    const word = (index: number): number => this.#words[first + index] as number;
    const [cores, shape] = [word(wordCores), word(wordShape)];
    const [destination, source] = [cores & 0xffff, cores >>> 16];
    const [kind, opcode, correlation, bytes] = [
      shape & 0xff,
      (shape >>> 8) & 0xff,
      word(wordCorrelation),
      word(wordTotal),
    ];
    const isFirst = ((shape >>> 16) & firstFragment) !== 0;
    const isNew = isFirst && from === source;
    return {
      key: `${cores}:${word(wordEndpoints)}:${kind}:${opcode}:${correlation}:${bytes}`,
      message: isNew ? { sent: now, arrived: null, source, destination, kind, opcode, correlation, bytes } : null,
      isLastHop: isFirst && to === destination,
    };
  }

  #begin(key: string, message: TracedMessage): void {
    this.#messages.push(message);
    if (this.#messages.length > 2 * mostKept) {
      this.forgotten += mostKept;
      this.#messages = this.#messages.slice(mostKept);
    }
    const same = this.#underWay.get(key);
    if (same === undefined) this.#underWay.set(key, [message]);
    else same.push(message);
  }
}
