/**
 * The limit: what a person would write who knows the three messages and nothing else, with typed arrays over the ring
 * that are constants, and every offset in the source: the same bytes that Skerry writes. Nothing is checked on the way
 * out. On the way in only what would otherwise reach behind the slot: a length.
 */
import type { Contender } from "./contender.ts";
import { type Bulk, bulks, type Kind, type Medium, mediums, type Small, slotBytes, slots, smalls } from "./values.ts";

const ring = new SharedArrayBuffer(slots * slotBytes);
/** Everything that was written. */
export const limitBytes: Uint8Array = new Uint8Array(ring);
const u8 = limitBytes;
const u16 = new Uint16Array(ring);
const u32 = new Uint32Array(ring);
const i32 = new Int32Array(ring);
const f32 = new Float32Array(ring);
const f64 = new Float64Array(ring);
const u64 = new BigUint64Array(ring);

function encodeSmall(at: number, value: Small): void {
  u32[at >> 2] = value.sequence;
  u64[(at + 8) >> 3] = value.lba;
  u16[(at + 16) >> 1] = value.count;
  u8[at + 18] = value.kind;
}

function decodeSmall(at: number): Small {
  return {
    sequence: u32[at >> 2] as number,
    lba: u64[(at + 8) >> 3] as bigint,
    count: u16[(at + 16) >> 1] as number,
    kind: u8[at + 18] as Kind,
  };
}

function encodeMedium(at: number, value: Medium): void {
  u64[at >> 3] = value.id;
  u32[(at + 8) >> 2] = value.sequence;
  i32[(at + 12) >> 2] = value.offset;
  u16[(at + 16) >> 1] = value.count;
  u8[at + 18] = value.kind;
  u8[at + 19] = value.urgent ? 1 : 0;
  f64[(at + 24) >> 3] = value.ratio;
  f32[(at + 32) >> 2] = value.weight;
  encodeText(at + 36, at + 104, value.name);
  const { samples } = value;
  for (let index = 0; index < 16; index++) u32[(at + 40 + 4 * index) >> 2] = samples[index] as number;
}

function decodeMedium(at: number): Medium {
  const samples: number[] = [];
  for (let index = 0; index < 16; index++) samples.push(u32[(at + 40 + 4 * index) >> 2] as number);
  return {
    id: u64[at >> 3] as bigint,
    sequence: u32[(at + 8) >> 2] as number,
    offset: i32[(at + 12) >> 2] as number,
    count: u16[(at + 16) >> 1] as number,
    kind: u8[at + 18] as Kind,
    urgent: u8[at + 19] === 1,
    ratio: f64[(at + 24) >> 3] as number,
    weight: f32[(at + 32) >> 2] as number,
    name: decodeText(at + 36, at + 104),
    samples,
  };
}

/** ASCII by four characters at once, as most text is; other text by the engine. */
function encodeText(at: number, dataAt: number, text: string): void {
  const { length } = text;
  let all = 0;
  let index = 0;
  for (; index < length - 3; index += 4) {
    const first = text.charCodeAt(index);
    const second = text.charCodeAt(index + 1);
    const third = text.charCodeAt(index + 2);
    const fourth = text.charCodeAt(index + 3);
    all |= first | second | third | fourth;
    u32[(dataAt + index) >> 2] = first | (second << 8) | (third << 16) | (fourth << 24);
  }
  for (; index < length; index++) {
    const code = text.charCodeAt(index);
    all |= code;
    u8[dataAt + index] = code;
  }
  u32[at >> 2] = all < 0x80 ? length : encoder.encodeInto(text, u8.subarray(dataAt, dataAt + 32)).written;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const words = new Uint32Array(8);
/** `latin1Slice` is behind `toString("latin1")`, and older than its types. */
const text = Buffer.from(words.buffer) as Buffer & { latin1Slice(from: number, to: number): string };

function decodeText(at: number, dataAt: number): string {
  const length = Math.min(u32[at >> 2] as number, 32);
  let all = 0;
  for (let index = 0; index < length; index += 4) {
    const word = u32[(dataAt + index) >> 2] as number;
    all |= word;
    words[index >> 2] = word;
  }
  return (all & 0x80808080) === 0 ? text.latin1Slice(0, length) : decoder.decode(text.subarray(0, length));
}

/** By `fill`, a `memcpy`; `set` copies shared memory word by word, or even byte by byte where the alignment differs. */
function encodeBulk(at: number, value: Bulk): void {
  u64[at >> 3] = value.lba;
  u32[(at + 8) >> 2] = value.sequence;
  u16[(at + 12) >> 1] = value.count;
  u8[at + 14] = value.kind;
  u32[(at + 16) >> 2] = value.data.length;
  memory.fill(value.data, at + 20, at + 20 + value.data.length);
}

const memory = Buffer.from(ring);

function decodeBulk(at: number): Bulk {
  const length = Math.min(u32[(at + 16) >> 2] as number, 4096);
  return {
    lba: u64[at >> 3] as bigint,
    sequence: u32[(at + 8) >> 2] as number,
    count: u16[(at + 12) >> 1] as number,
    kind: u8[at + 14] as Kind,
    data: copyOut(at + 20, length),
  };
}

function copyOut(at: number, length: number): Uint8Array {
  const copy = new Uint8Array(length);
  Buffer.prototype.fill.call(copy, u8.subarray(at, at + length), 0, length);
  return copy;
}

export const limit: Contender = {
  name: "limit",
  small: {
    encode: (index) => encodeSmall(index * slotBytes, smalls[index] as Small),
    decode: (index) => decodeSmall(index * slotBytes),
  },
  medium: {
    encode: (index) => encodeMedium(index * slotBytes, mediums[index] as Medium),
    decode: (index) => decodeMedium(index * slotBytes),
  },
  bulk: {
    encode: (index) => encodeBulk(index * slotBytes, bulks[index] as Bulk),
    decode: (index) => decodeBulk(index * slotBytes),
  },
};
