/** Whether text in a message is the one that is expected: found out without making a string of it. */
import { expectLength } from "../codec/checks.ts";
import type { Store } from "../codec/store.ts";
import { EncodeError } from "../errors.ts";

const encoder = new TextEncoder();

/** A text that many messages are compared with: its UTF-8 is made once, and then compared by words of 32 bits. */
export class KnownText {
  readonly text: string;
  readonly bytes: Uint8Array;
  /** The length of `bytes`, which is slow to ask for. */
  readonly length: number;
  /** The first bytes, little-endian: as many words as are compared at once, and as many again, as there are. */
  readonly words: Int32Array;
  /** The bytes in `words`. */
  readonly inWords: number;

  /** An EncodeError for half a surrogate pair, which has no UTF-8. */
  constructor(text: string) {
    if (!text.isWellFormed()) throw new EncodeError("KnownText", "half a surrogate pair has no UTF-8");
    this.text = text;
    this.bytes = encoder.encode(text);
    this.length = this.bytes.length;
    this.inWords = this.length & ~15;
    this.words = new Int32Array(this.bytes.slice(0, this.inWords).buffer);
  }
}

/** Whether stored UTF-8 is that text. */
export function equalsText(
  from: Store,
  at: number,
  dataAt: number,
  room: number,
  text: string | KnownText,
  field: string,
): boolean {
  const length = expectLength(from, at, room, field);
  if (typeof text !== "string") return length === text.length && holdsKnown(from, dataAt, text);
  // No character takes fewer bytes than it has code units, and only those of ASCII take as many.
  if (length === text.length) return holdsAscii(from, dataAt, text);
  return length > text.length && holdsUtf8(from.bytes, dataAt, dataAt + length, text);
}

function holdsKnown(from: Store, dataAt: number, text: KnownText): boolean {
  const { bytes, length } = text;
  const inWords = (dataAt & 3) === 0 ? text.inWords : 0;
  for (let index = 0; index < inWords; index += 16)
    if (!holdsWords(from, dataAt + index, text, index >>> 2)) return false;
  for (let index = inWords; index < length; index++) if (from.loadU8(dataAt + index) !== bytes[index]) return false;
  return true;
}

/** Four words by one comparison. */
function holdsWords(from: Store, at: number, { words }: KnownText, index: number): boolean {
  const first = from.loadI32(at) ^ (words[index] as number);
  const second = from.loadI32(at + 4) ^ (words[index + 1] as number);
  const third = from.loadI32(at + 8) ^ (words[index + 2] as number);
  const fourth = from.loadI32(at + 12) ^ (words[index + 3] as number);
  return (first | second | third | fourth) === 0;
}

/** By four characters at once, as far as there are four. False for text that is not ASCII, whatever is stored. */
function holdsAscii(from: Store, dataAt: number, text: string): boolean {
  const { length } = text;
  const aligned = (dataAt & 3) === 0 ? length & ~3 : 0;
  let all = 0;
  for (let index = 0; index < aligned; index += 4) {
    const first = text.charCodeAt(index);
    const second = text.charCodeAt(index + 1);
    const third = text.charCodeAt(index + 2);
    const fourth = text.charCodeAt(index + 3);
    all |= first | second | third | fourth;
    if (from.loadI32(dataAt + index) !== (first | (second << 8) | (third << 16) | (fourth << 24))) return false;
  }
  for (let index = aligned; index < length; index++) {
    const code = text.charCodeAt(index);
    all |= code;
    if (from.loadU8(dataAt + index) !== code) return false;
  }
  return all < 0x80;
}

function holdsUtf8(bytes: Uint8Array, from: number, end: number, text: string): boolean {
  let next = from;
  for (let index = 0; index < text.length; index++) {
    const code = text.codePointAt(index) as number;
    if (code > 0xffff) index++;
    const length = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (next + length > end || !holdsCharacter(bytes, next, code, length)) return false;
    next += length;
  }
  return next === end;
}

function holdsCharacter(bytes: Uint8Array, at: number, code: number, length: number): boolean {
  if (length === 1) return bytes[at] === code;
  let rest = code;
  for (let last = at + length - 1; last > at; last--, rest >>= 6)
    if (bytes[last] !== (0x80 | (rest & 0x3f))) return false;
  return bytes[at] === (((0xf00 >> length) & 0xff) | rest);
}
