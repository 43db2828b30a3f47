/** Bytes in messages: copied in and out by the quickest way that the two memories allow. */
import { EncodeError } from "../errors.ts";
import { expectLength } from "./checks.ts";
import { Buffer } from "./native.ts";
import type { Store } from "./store.ts";

/** `set` and `slice` of shared memory copy words where the two places have the same alignment, else bytes: slowly. */
const fill = Buffer?.prototype.fill;

/** From how many bytes on Node's `fill` is quicker than `set`, where that copies bytes and where it copies words. */
const longUnaligned = 256;
const longAligned = 2048;

/** Stores the length word at `at` and the bytes from `dataAt`; returns the bytes of data. */
export function storeBytes(
  to: Store,
  at: number,
  dataAt: number,
  bound: number,
  value: Uint8Array,
  field: string,
  member: string = "",
): number {
  // Other views have a length that is not bytes.
  if (!(value instanceof Uint8Array)) throw new EncodeError(field + member, `${String(value)} is not a Uint8Array`);
  const { length } = value;
  if (length > bound) throw new EncodeError(field + member, `${length} bytes where at most ${bound} fit`);
  copyIn(to, dataAt, value);
  to.storeU32(at, length);
  return length;
}

/** A copy: the memory behind a message is reused as soon as its handler returns. `room` as in {@link expectLength}. */
export function loadBytes(
  from: Store,
  at: number,
  dataAt: number,
  room: number,
  field: string,
  member: string = "",
): Uint8Array {
  return copyOut(from, dataAt, expectLength(from, at, room, field, member));
}

/** Copies bytes to `at`; there must be room. */
export function copyIn(to: Store, at: number, value: Uint8Array): void {
  const { length } = value;
  if (length < longUnaligned) to.bytes.set(value, at);
  else if (to.move === null) copyFromElsewhere(to, at, value, length);
  else if (value.buffer === to.buffer) to.move(to.offset + at, value.byteOffset, length);
  else copyFromElsewhere(to, at, value, length);
}

function copyFromElsewhere(
  { bytes, native, buffer, offset }: Store,
  at: number,
  value: Uint8Array,
  length: number,
): void {
  const distance = offset + at - value.byteOffset;
  // In one memory the two may overlap, which `fill` is not made for; whether it is one takes long to ask.
  const apart = Math.abs(distance) >= length || value.buffer !== buffer;
  if (native !== null && apart && isLong(length, distance)) native.fill(value, at, at + length);
  else bytes.set(value, at);
}

/** A copy of the bytes at `at`, in memory of its own. */
export function copyOut({ bytes, offset, native }: Store, at: number, length: number): Uint8Array {
  if (native === null || fill === undefined || !isLong(length, offset + at)) return bytes.slice(at, at + length);
  const copy = new Uint8Array(length);
  fill.call(copy, bytes.subarray(at, at + length), 0, length);
  return copy;
}

/** `distance`: of the two places; their alignments differ by what is left of it. */
function isLong(length: number, distance: number): boolean {
  return length >= longAligned || (length >= longUnaligned && (distance & 7) !== 0);
}
