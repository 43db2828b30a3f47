/** A serial line between two ends that send each other packets, with damage, and time that a test decides on. */
import { Arq } from "../../../../src/runtime/hosts/board/arq.ts";
import { ConsoleReader, encodeFrame, type Packet } from "../../../../src/runtime/hosts/board/packets.ts";

/** Numbers from 0 to below 1: mulberry32. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Of one byte: itself, another, none or two. */
export function damage(byte: number, random: () => number): readonly number[] {
  const other = Math.floor(random() * 256);
  const kinds = [[other], [], [byte, other], [byte ^ (1 << (other & 7))]];
  return kinds[Math.floor(random() * kinds.length)] ?? [];
}

/** What somebody who listens to the line at one end knows of it. */
export interface EndLog {
  readonly taken: Packet[];
  /** Frames written by kind; packets count by their type. */
  readonly written: Map<number, number>;
}

/** One end: an `Arq`, what it writes as bytes, and what comes as frames. */
export class LineEnd {
  readonly log: EndLog = { taken: [], written: new Map() };
  readonly arq: Arq;
  readonly #reader: ConsoleReader;
  /** Bytes that are under way from here. */
  readonly line: number[] = [];

  constructor(now: () => number) {
    this.arq = new Arq({
      write: (content) => {
        const [kind = 0] = content;
        this.log.written.set(kind, (this.log.written.get(kind) ?? 0) + 1);
        this.line.push(...encodeFrame(content));
      },
      take: (packet) => this.log.taken.push(packet),
    });
    this.#reader = new ConsoleReader({
      ...{ line: () => {}, bell: () => {}, damaged: () => {} },
      frame: (content) => this.arq.hear(content, now()),
    });
  }

  hear(bytes: readonly number[]): void {
    this.#reader.read(Uint8Array.from(bytes));
  }
}

/** Of all bytes `rate` is damaged. */
export class NoisyLine {
  now = 0;
  readonly ends = [new LineEnd(() => this.now), new LineEnd(() => this.now)] as const;
  readonly #random: () => number;
  readonly #rate: number;

  constructor(random: () => number, rate: number) {
    this.#random = random;
    this.#rate = rate;
  }

  /** Some of the bytes that are under way from one end come to the other. */
  carry(from: 0 | 1, most: number): void {
    const bytes = this.ends[from].line.splice(0, most);
    const heard = bytes.flatMap((byte) => (this.#random() < this.#rate ? damage(byte, this.#random) : [byte]));
    this.ends[1 - from]?.hear(heard);
  }

  /** Both ends do what is due. */
  pass(milliseconds: number): void {
    this.now += milliseconds;
    for (const end of this.ends) {
      end.arq.expire(this.now);
    }
  }

  get isQuiet(): boolean {
    return this.ends.every(({ arq, line }) => line.length === 0 && arq.due === null && arq.hasRoom);
  }
}
