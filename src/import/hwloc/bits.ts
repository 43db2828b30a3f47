/** Sets of CPUs and nodes as hwloc prints them: hwloc/bitmap.c, hwloc_bitmap_snprintf. */

export interface Bits {
  /** Lowest 32 first; no zeros at the end. */
  readonly words: readonly number[];
  /** Whether every number behind the words belongs to it too. */
  readonly infinite: boolean;
}

/** Words of 32 bits that a set may have; Linux's sets have 256 at most. */
const mostWords = 1024;
const infinity = "0xf...f";

/** Reads `0x00000001,,0x0000ffff`: the highest word first, empty ones are 0; null when the text is no such set. */
export function parseBits(text: string): Bits | null {
  const infinite = text.startsWith(infinity);
  const rest = infinite ? text.slice(infinity.length).replace(/^,/, "") : text;
  if (rest === "") return infinite ? { words: [], infinite } : null;
  const pieces = rest.split(",", mostWords + 1);
  const good = pieces.length <= mostWords && pieces.every((piece) => /^(?:0x[\da-fA-F]{1,8})?$/.test(piece));
  if (!good || (pieces[0] === "" && !infinite)) return null;
  const words = pieces.reverse().map((piece) => (piece === "" ? 0 : Number(piece)));
  while (!infinite && words.at(-1) === 0) words.pop();
  return { words, infinite };
}

export function bitsOf(numbers: Iterable<number>): Bits {
  const words: number[] = [];
  for (const number of numbers) {
    const at = number >>> 5;
    while (words.length <= at) words.push(0);
    words[at] = ((words[at] ?? 0) | (1 << (number & 31))) >>> 0;
  }
  return { words, infinite: false };
}

/** The numbers of a set, ascending; of an infinite one those that its words tell. */
export function numbersOf({ words }: Bits): readonly number[] {
  const numbers: number[] = [];
  words.forEach((word, index) => {
    for (let rest = word; rest !== 0; rest = (rest & (rest - 1)) >>> 0)
      numbers.push(index * 32 + 31 - Math.clz32(rest & -rest));
  });
  return numbers;
}

/** What is in `bits` and not in `other`. */
export function without(bits: Bits, other: Bits): Bits {
  const length = Math.max(bits.words.length, bits.infinite ? other.words.length : 0);
  const words = Array.from({ length }, (_, index) => (wordAt(bits, index) & ~wordAt(other, index)) >>> 0);
  const infinite = bits.infinite && !other.infinite;
  while (!infinite && words.at(-1) === 0) words.pop();
  return { words, infinite };
}

export function isWithin(bits: Bits, outer: Bits): boolean {
  if (bits.infinite && !outer.infinite) return false;
  return bits.words.every((word, index) => (word & ~wordAt(outer, index)) === 0);
}

export function isEmpty({ words, infinite }: Bits): boolean {
  return !infinite && words.every((word) => word === 0);
}

export function isJust(bits: Bits, number: number): boolean {
  const { words, infinite } = bitsOf([number]);
  return bits.infinite === infinite && bits.words.join() === words.join();
}

function wordAt({ words, infinite }: Bits, index: number): number {
  return words[index] ?? (infinite ? 0xffffffff : 0);
}
