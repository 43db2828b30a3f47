/** What the two ends of a damaged serial line are told and say, as lines of text that `fixtures/replay-arq.c` replays. */
import { Arq } from "../../../src/runtime/hosts/board/arq.ts";
import { ConsoleReader, encodeFrame } from "../../../src/runtime/hosts/board/packets.ts";
import { damage, randomOf } from "../../runtime/hosts/board/noisy-line.ts";

const hexOf = (bytes: Iterable<number>): string => Buffer.from([...bytes]).toString("hex") || "-";

/** One end, and all that has happened to it. */
class TracedEnd {
  readonly lines: string[] = ["end"];
  /** Bytes that are under way from here. */
  readonly line: number[] = [];
  readonly arq: Arq;
  readonly #reader: ConsoleReader;
  #now = 0;
  #written: number[] = [];

  constructor() {
    this.arq = new Arq({
      write: (content) => this.#written.push(...encodeFrame(content)),
      take: ({ type, body }) => this.lines.push(`< took ${type} ${hexOf(body)}`),
    });
    const ignore = (): void => {};
    this.#reader = new ConsoleReader({
      ...{ line: ignore, bell: ignore, frame: (content) => this.arq.hear(content, this.#now) },
    });
  }

  send(now: number, type: number, body: Uint8Array): void {
    this.#step(`send ${now} ${type} ${hexOf(body)}`, () => this.arq.send({ type, body }, now));
  }

  hear(now: number, bytes: readonly number[]): void {
    this.#now = now;
    for (const byte of bytes) {
      // What is taken and what is written because of one byte are told apart by it.
      this.#step(`hear ${now} ${hexOf([byte])}`, () => this.#reader.read(Uint8Array.of(byte)));
    }
  }

  expire(now: number): void {
    this.#step(`expire ${now}`, () => this.arq.expire(now));
  }

  /** Steps that nothing comes of are told in one line with those before. */
  #step(command: string, act: () => void): void {
    const before = this.arq.due;
    const at = this.lines.push(command);
    act();
    if (this.#written.length > 0) this.lines.push(`< line ${hexOf(this.#written)}`);
    this.line.push(...this.#written);
    this.#written = [];
    if (this.arq.due !== before) this.lines.push(`< due ${this.arq.due ?? "-"}`);
    else if (this.lines.length === at) this.#join();
  }

  #join(): void {
    const [before = "", last = ""] = this.lines.slice(-2);
    const [hear, now, bytes] = last.split(" ");
    if (hear !== "hear" || !before.startsWith(`hear ${now} `)) return;
    this.lines.splice(-2, 2, `${before}${bytes}`);
  }
}

/** Both ends of a line of which one byte in `oneOf` is damaged. */
export function traceLine(seed: number, steps: number, oneOf: number): readonly string[] {
  const random = randomOf(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const ends = [new TracedEnd(), new TracedEnd()] as const;
  let now = 0;
  for (let step = 0; step < steps; step++) {
    const one = ends[below(2)] ?? ends[0];
    const other = one === ends[0] ? ends[1] : ends[0];
    const body = Uint8Array.from({ length: below(4) === 0 ? below(69) : below(9) }, () => below(256));
    if (random() < 0.5 && one.arq.hasRoom) one.send(now, below(5), body);
    const bytes = one.line.splice(0, below(120));
    other.hear(
      now,
      bytes.flatMap((byte) => (below(oneOf) === 0 ? damage(byte, random) : [byte])),
    );
    now += below(20);
    if (random() < 0.6) one.expire(now);
  }
  return ends.flatMap(({ lines }) => lines);
}
