/**
 * Automatic repeat request by go-back-N: what gets damaged or lost on a serial line is sent again, so that all packets arrive
 * once and in order. PPP Reliable Transmission is the model (RFC 1663, with the procedures of LAPB): every frame tells what is
 * expected next, a gap is rejected once each time that it shows, and who hears nothing in time asks what has come instead of
 * sending it all again. A line keeps the order of what it carries, so what the answer lacks is lost for certain: however slow
 * the other end, nothing is sent again that it has. `src/kernel/control/arq.c` has the same, and test vectors hold both to it.
 */
import type { Packet } from "./packets.ts";

/** Packets that may be under way, out of 256 numbers. */
export const arqWindow = 32;
const modulus = 256;
/** Kinds of frames that carry no packet: packets have types below these. */
const signal = { accept: 0x80, reject: 0x81, poll: 0x82, answer: 0x83 } as const;
const headBytes = 3;
/** Milliseconds until who hears nothing asks; each time twice as many, up to the longest. */
const firstWait = 25;
const longestWait = 1600;
/** Packets, or milliseconds since the first of them, after which it is told that they have come when nothing is sent anyway. */
const mostOwed = arqWindow / 4;
const longestOwed = 5;

export interface ArqPorts {
  /** Puts a frame on the line: u8 kind, u8 number, u8 what is expected next, and the body of a packet. */
  readonly write: (content: Uint8Array) => void;
  /** A packet has come, the next in order. */
  readonly take: (packet: Packet) => void;
}

/** One end of a line. Times are milliseconds of any clock. */
export class Arq {
  readonly #ports: ArqPorts;
  /** By number, the last few. */
  readonly #sent: Packet[] = [];
  readonly #waiting: Packet[] = [];
  /** Numbers: of the first packet that has not been accepted, of the next to send, and of the next to come. */
  #first = 0;
  #next = 0;
  #expected = 0;
  /** Packets that have come, and nothing was sent since; when the first of them did, and some. */
  #owed = 0;
  #tellAt: number | null = null;
  /** How far ahead of what is expected the last packet was; 0: it was that. */
  #ahead = 0;
  #poll = 0;
  /** What came next when the last poll was sent; null when its answer does not matter any more. */
  #polledAt: number | null = null;
  #wait = firstWait;
  #askAt: number | null = null;

  constructor(ports: ArqPorts) {
    this.#ports = ports;
  }

  /** When `expire` has something to do; null: not before something else happens. */
  get due(): number | null {
    if (this.#askAt === null || this.#tellAt === null) return this.#askAt ?? this.#tellAt;
    return Math.min(this.#askAt, this.#tellAt);
  }

  /** Whether what is sent goes on the line at once. */
  get hasRoom(): boolean {
    return this.#waiting.length === 0 && distance(this.#first, this.#next) < arqWindow;
  }

  send(packet: Packet, now: number): void {
    this.#waiting.push(packet);
    this.#fill(now);
  }

  /** A frame has come that is not damaged. */
  hear(content: Uint8Array, now: number): void {
    const [kind, number, expected] = content;
    if (kind === undefined || number === undefined || expected === undefined) return;
    this.#accepted(expected, now);
    if (kind < signal.accept) this.#arrived(number, { type: kind, body: content.slice(headBytes) }, now);
    else if (kind === signal.poll) this.#write(signal.answer, number);
    else if (kind === signal.reject && expected === this.#first) this.#repeat(now);
    else if (kind === signal.answer && number === this.#poll) this.#answered(now);
    this.#fill(now);
  }

  /** Tells what has come, or asks, if it is time to. */
  expire(now: number): void {
    if (this.#tellAt !== null && now >= this.#tellAt) this.#write(signal.accept, 0);
    if (this.#askAt === null || now < this.#askAt) return;
    this.#poll = (this.#poll + 1) % modulus;
    this.#polledAt = this.#next;
    this.#write(signal.poll, this.#poll);
    this.#wait = Math.min(2 * this.#wait, longestWait);
    this.#askAt = now + this.#wait;
  }

  #fill(now: number): void {
    while (distance(this.#first, this.#next) < arqWindow) {
      const packet = this.#waiting.shift();
      if (packet === undefined) return;
      this.#sent[this.#next % arqWindow] = packet;
      this.#writePacket(this.#next);
      this.#next = (this.#next + 1) % modulus;
      this.#askAt ??= now + this.#wait;
    }
  }

  #accepted(expected: number, now: number): void {
    const count = distance(this.#first, expected);
    if (count === 0 || count > distance(this.#first, this.#next)) return;
    this.#first = expected;
    this.#wait = firstWait;
    this.#askAt = this.#first === this.#next ? null : now + this.#wait;
  }

  #arrived(number: number, packet: Packet, now: number): void {
    const ahead = distance(this.#expected, number);
    if (ahead > 0 && ahead < arqWindow) {
      this.#missed(ahead);
      return;
    }
    this.#ahead = 0;
    this.#owe(now);
    if (ahead > 0) return;
    this.#expected = (number + 1) % modulus;
    this.#ports.take(packet);
  }

  /** Numbers that do not rise are of packets that were sent again, and what is expected was lost again. */
  #missed(ahead: number): void {
    if (this.#ahead === 0 || ahead <= this.#ahead) this.#write(signal.reject, 0);
    this.#ahead = ahead;
  }

  #owe(now: number): void {
    this.#owed++;
    if (this.#owed >= mostOwed) this.#tellAt = now;
    else this.#tellAt ??= now + longestOwed;
  }

  /** What was under way when it asked has come by now, or is lost. */
  #answered(now: number): void {
    const missing = this.#polledAt === null ? 0 : distance(this.#first, this.#polledAt);
    this.#polledAt = null;
    if (missing > 0 && missing <= arqWindow) this.#repeat(now);
  }

  #repeat(now: number): void {
    this.#polledAt = null;
    for (let number = this.#first; number !== this.#next; number = (number + 1) % modulus) this.#writePacket(number);
    if (this.#first !== this.#next) this.#askAt = now + this.#wait;
  }

  #writePacket(number: number): void {
    const packet = this.#sent[number % arqWindow];
    if (packet === undefined) throw new Error(`no packet ${number} is under way`);
    this.#write(packet.type, number, packet.body);
  }

  #write(kind: number, number: number, body: Uint8Array = new Uint8Array()): void {
    const content = new Uint8Array(headBytes + body.length);
    content.set([kind, number, this.#expected]);
    content.set(body, headBytes);
    this.#owed = 0;
    this.#tellAt = null;
    this.#ports.write(content);
  }
}

function distance(from: number, to: number): number {
  return (to - from + modulus) % modulus;
}
