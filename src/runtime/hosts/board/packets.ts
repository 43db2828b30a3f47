/**
 * What goes over the console of a board beside lines of text: bells, and packets. `src/kernel/control/console.c` has the same, and
 * `dsl/boot-blob.md` explains it.
 */
export const packetType = { credits: 0, slot: 1, order: 2, start: 3 } as const;

export interface Packet {
  readonly type: number;
  readonly body: Uint8Array;
}

export const bell = 7;
const packetMark = 2;
const headBytes = 3;
const checkBytes = 4;
const longestBody = 68;
/** Of a line; what is longer is told in pieces. */
const longestLine = 4096;
const newline = 10;

/** CRC-32C as RFC 3720 has it, appendix B.4. */
function checksumOf(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) crc = (crc >>> 8) ^ (table[(crc ^ byte) & 0xff] ?? 0);
  return ~crc >>> 0;
}

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0x82f63b78 : 0);
  return crc;
});

export function encodePacket(type: number, body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(headBytes + body.length + checkBytes);
  bytes.set([packetMark, type, body.length]);
  bytes.set(body, headBytes);
  const end = headBytes + body.length;
  new DataView(bytes.buffer).setUint32(end, checksumOf(bytes.subarray(0, end)), true);
  return bytes;
}

/** A body of 32-bit numbers. */
export function bodyOf(...numbers: readonly number[]): Uint8Array {
  const body = new DataView(new ArrayBuffer(4 * numbers.length));
  for (const [index, number] of numbers.entries()) body.setUint32(4 * index, number, true);
  return new Uint8Array(body.buffer);
}

export interface ConsoleListener {
  line(text: string): void;
  bell(): void;
  packet(packet: Packet): void;
  /** Bytes that were meant for a packet and are none. */
  damaged(): void;
}

/** Tells lines, bells and packets apart, however they are cut into pieces. */
export class ConsoleReader {
  readonly #listener: ConsoleListener;
  readonly #decoder = new TextDecoder();
  readonly #line = new Uint8Array(longestLine);
  #lineBytes = 0;
  readonly #packet = new Uint8Array(headBytes + longestBody + checkBytes);
  #packetBytes = 0;

  constructor(listener: ConsoleListener) {
    this.#listener = listener;
  }

  read(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (this.#packetBytes > 0 || byte === packetMark) this.#addToPacket(byte);
      else if (byte === bell) this.#listener.bell();
      else if (byte === newline) this.#endLine();
      else this.#addToLine(byte);
    }
  }

  /** Nothing more comes. */
  end(): void {
    if (this.#lineBytes > 0) this.#endLine();
  }

  #addToLine(byte: number): void {
    this.#line[this.#lineBytes++] = byte;
    if (this.#lineBytes === longestLine) this.#endLine();
  }

  #endLine(): void {
    const text = this.#decoder.decode(this.#line.subarray(0, this.#lineBytes));
    this.#lineBytes = 0;
    this.#listener.line(text);
  }

  #addToPacket(byte: number): void {
    const packet = this.#packet;
    packet[this.#packetBytes++] = byte;
    if (this.#packetBytes < headBytes) return;
    const bodyBytes = packet[headBytes - 1] ?? 0;
    const end = headBytes + bodyBytes;
    if (bodyBytes <= longestBody && this.#packetBytes < end + checkBytes) return;
    this.#packetBytes = 0;
    const isWhole =
      bodyBytes <= longestBody &&
      new DataView(packet.buffer).getUint32(end, true) === checksumOf(packet.subarray(0, end));
    if (isWhole) this.#listener.packet({ type: packet[1] ?? 0, body: packet.slice(headBytes, end) });
    else this.#listener.damaged();
  }
}
