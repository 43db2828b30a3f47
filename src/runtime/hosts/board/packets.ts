/**
 * What goes over the console of a board beside lines of text: bells, and frames between bytes that nothing in them is, so that
 * whoever has missed any finds the next. `src/kernel/control/arq.c` has the same, and `dsl/boot-blob.md` explains it.
 */
export const packetType = { credits: 0, slot: 1, order: 2, start: 3, text: 4 } as const;

/** What is sent over a console reliably: see `Arq`. */
export interface Packet {
  /** At most 127. */
  readonly type: number;
  /** At most 68 bytes. */
  readonly body: Uint8Array;
}

export const bell = 7;
/** As the byte-stuffed framing of RFC 1662, 4.2, with control characters of ASCII, which text has none of. */
const mark = { begin: 2, end: 3, escape: 16, flip: 0x20 } as const;
const headBytes = 3;
const checkBytes = 4;
const longestBody = 68;
const longestFrame = headBytes + longestBody + checkBytes;
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

/** A frame as it goes over the line, with a checksum. */
export function encodeFrame(content: Uint8Array): Uint8Array {
  const whole = new Uint8Array(content.length + checkBytes);
  whole.set(content);
  new DataView(whole.buffer).setUint32(content.length, checksumOf(content), true);
  const bytes: number[] = [mark.begin];
  for (const byte of whole) {
    if (byte === mark.begin || byte === mark.end || byte === mark.escape) bytes.push(mark.escape, byte ^ mark.flip);
    else bytes.push(byte);
  }
  bytes.push(mark.end);
  return Uint8Array.from(bytes);
}

/** A body of 32-bit numbers. */
export function bodyOf(...numbers: readonly number[]): Uint8Array {
  const body = new DataView(new ArrayBuffer(4 * numbers.length));
  for (const [index, number] of numbers.entries()) body.setUint32(4 * index, number, true);
  return new Uint8Array(body.buffer);
}

/** Bytes as lines of text. */
export class LineReader {
  readonly #decoder = new TextDecoder();
  readonly #bytes = new Uint8Array(longestLine);
  readonly #line: (text: string) => void;
  #count = 0;

  constructor(line: (text: string) => void) {
    this.#line = line;
  }

  add(byte: number): void {
    if (byte !== newline) this.#bytes[this.#count++] = byte;
    if (byte === newline || this.#count === longestLine) this.#endLine();
  }

  /** Nothing more comes. */
  end(): void {
    if (this.#count > 0) this.#endLine();
  }

  #endLine(): void {
    const text = this.#decoder.decode(this.#bytes.subarray(0, this.#count));
    this.#count = 0;
    this.#line(text);
  }
}

export interface ConsoleListener {
  line(text: string): void;
  bell(): void;
  /** What a frame has in it that has come whole; of others nothing is told. */
  frame(content: Uint8Array): void;
}

/** Tells lines, bells and frames apart, however they are cut into pieces. */
export class ConsoleReader {
  readonly #listener: ConsoleListener;
  readonly #lines: LineReader;
  readonly #frame = new Uint8Array(longestFrame);
  #frameBytes = 0;
  #isInFrame = false;
  #isEscaped = false;

  constructor(listener: ConsoleListener) {
    this.#listener = listener;
    this.#lines = new LineReader((text) => listener.line(text));
  }

  read(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (byte === mark.begin) this.#begin();
      else if (this.#isInFrame) this.#addToFrame(byte);
      else if (byte === bell) this.#listener.bell();
      else this.#lines.add(byte);
    }
  }

  /** Nothing more comes. */
  end(): void {
    this.#lines.end();
  }

  #begin(): void {
    this.#isInFrame = true;
    this.#isEscaped = false;
    this.#frameBytes = 0;
  }

  #addToFrame(byte: number): void {
    if (byte === mark.end) this.#endFrame();
    else if (byte === mark.escape) this.#isEscaped = true;
    else if (this.#frameBytes === longestFrame) this.#isInFrame = false;
    else {
      this.#frame[this.#frameBytes++] = this.#isEscaped ? byte ^ mark.flip : byte;
      this.#isEscaped = false;
    }
  }

  #endFrame(): void {
    const end = this.#frameBytes - checkBytes;
    this.#isInFrame = false;
    if (end < headBytes) return;
    const content = this.#frame.slice(0, end);
    if (new DataView(this.#frame.buffer).getUint32(end, true) === checksumOf(content)) this.#listener.frame(content);
  }
}
