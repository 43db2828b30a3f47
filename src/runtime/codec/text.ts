/** Strings in messages, as UTF-8. */
import { DecodeError, EncodeError } from "../errors.ts";
import { copyOut } from "./bytes.ts";
import { expectLength } from "./checks.ts";
import { Buffer } from "./native.ts";
import type { Store } from "./store.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Up to this length, reading and writing characters one by one is quicker than a call into the engine. */
const longestLoop = 32;

/** Stores the length word at `at` and UTF-8 from `dataAt`; returns the bytes of data. */
export function storeString(
  to: Store,
  at: number,
  dataAt: number,
  bound: number,
  value: string,
  field: string,
  member: string = "",
): number {
  if (typeof value !== "string") throw new EncodeError(field + member, `${String(value)} is not a string`);
  const { length } = value;
  const isStored = length <= longestLoop && length <= bound && storeAscii(to, dataAt, value);
  const written = isStored ? length : encode(to, dataAt, bound, value, field + member);
  to.storeU32(at, written);
  return written;
}

/** Whether it was ASCII. If not, what was written means nothing. */
function storeAscii(to: Store, at: number, value: string): boolean {
  const { length } = value;
  const aligned = Math.min(-at & 3, length);
  const rest = aligned + ((length - aligned) & ~3);
  let all = 0;
  for (let index = 0; index < aligned; index++) all |= storeCode(to, at + index, value.charCodeAt(index));
  for (let index = aligned; index < rest; index += 4) all |= storeFour(to, at + index, value, index);
  for (let index = rest; index < length; index++) all |= storeCode(to, at + index, value.charCodeAt(index));
  return all < 0x80;
}

function storeCode(to: Store, at: number, code: number): number {
  to.storeU8(at, code);
  return code;
}

function storeFour(to: Store, at: number, value: string, index: number): number {
  const first = value.charCodeAt(index);
  const second = value.charCodeAt(index + 1);
  const third = value.charCodeAt(index + 2);
  const fourth = value.charCodeAt(index + 3);
  to.storeU32(at, first | (second << 8) | (third << 16) | (fourth << 24));
  return first | second | third | fourth;
}

function encode(to: Store, dataAt: number, bound: number, value: string, field: string): number {
  if (!value.isWellFormed()) throw new EncodeError(field, "half a surrogate pair has no UTF-8");
  const { read, written } = encoder.encodeInto(value, to.bytes.subarray(dataAt, dataAt + bound));
  if (read < value.length) throw new EncodeError(field, `longer than ${bound} bytes of UTF-8`);
  return written;
}

/** `room` as in {@link expectLength}. */
export function loadString(
  from: Store,
  at: number,
  dataAt: number,
  room: number,
  field: string,
  member: string = "",
): string {
  const length = expectLength(from, at, room, field, member);
  if (scratch !== undefined && length <= scratchBytes && copyAscii(from, dataAt, length)) {
    return scratch.latin1Slice(dataAt & 3, (dataAt & 3) + length);
  }
  try {
    // A copy: TextDecoder refuses shared memory.
    return decoder.decode(copyOut(from, dataAt, length));
  } catch {
    throw new DecodeError(field + member, "not UTF-8");
  }
}

/** Longest text that goes this way; longer ones are decoded as quickly by others. */
const scratchBytes = 4096;
const words = new Uint32Array((scratchBytes + 8) >> 2);
const scratch = Buffer?.from(words.buffer);

/**
 * Copies text by whole words, as far from the start of a word in the scratch as it lies there. Whether all of it was ASCII:
 * those bytes included that share its first and last word, which at worst send it the longer way.
 */
function copyAscii(from: Store, dataAt: number, length: number): boolean {
  const start = dataAt & ~3;
  let all = 0;
  for (let at = start; at < dataAt + length; at += 4) {
    const word = from.loadU32(at);
    all |= word;
    words[(at - start) >> 2] = word;
  }
  return (all & 0x80808080) === 0;
}
