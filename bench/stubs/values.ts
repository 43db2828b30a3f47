/** What every contender is given to write, and must find again when it reads. */

export type Kind = 0 | 1 | 2 | 3;

export interface Small {
  readonly sequence: number;
  readonly lba: bigint;
  readonly count: number;
  readonly kind: Kind;
}

export interface Medium extends Omit<Small, "lba"> {
  readonly id: bigint;
  readonly offset: number;
  readonly urgent: boolean;
  readonly ratio: number;
  readonly weight: number;
  /** 32 characters, ASCII, as names are. */
  readonly name: string;
  /** 16 of them. */
  readonly samples: readonly number[];
}

export interface Bulk extends Small {
  /** 4 KiB. */
  readonly data: Uint8Array;
}

/** Values and slots that iterations go round in; a power of two. */
export const slots = 16;

/** Bytes from one slot to the next: room for the longest message, whole cache lines. */
export const slotBytes = 4096 + 128;

/** Spread over the whole range of 32 bits. */
function word(index: number): number {
  return Math.imul(index + 1, 0x9e3779b1) >>> 0;
}

const kinds: readonly Kind[] = [0, 1, 2, 3];

function make<Value>(value: (index: number) => Value): readonly Value[] {
  return Array.from({ length: slots }, (_, index) => value(index));
}

function small(index: number): Small {
  return {
    sequence: word(index),
    lba: (BigInt(word(index) >>> 1) << 32n) | BigInt(word(index + 7)),
    count: word(index) >>> 16,
    kind: kinds[index & 3] ?? 0,
  };
}

export const smalls: readonly Small[] = make(small);

export const mediums: readonly Medium[] = make((index) => {
  const { lba, ...rest } = small(index);
  return {
    ...rest,
    id: lba,
    offset: word(index) | 0,
    urgent: (index & 1) === 1,
    ratio: word(index) / 7,
    weight: Math.fround(word(index) / 3),
    name: flat(`p[${index}].cpu[${index % 4}] disk of many sectors`.padEnd(32, "~").slice(0, 32)),
    samples: Array.from({ length: 16 }, (_, at) => word(index * 16 + at)),
  };
});

export const bulks: readonly Bulk[] = make((index) => ({
  ...small(index),
  data: Uint8Array.from({ length: 4096 }, (_, at) => word(index + at) >>> 24),
}));

/** The string in one piece, as one that was read from somewhere is, and not the sum or part of others. */
function flat(text: string): string {
  return Buffer.from(text).toString();
}
