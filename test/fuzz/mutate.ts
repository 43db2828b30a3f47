/** Damage to messages, from a seed: the same seed does the same. */

/** xorshift32 (Marsaglia, "Xorshift RNGs", Journal of Statistical Software 8, 2003). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = (seed ^ 0x9e3779b9) | 1;
  }

  /** 0 to `below` - 1. */
  next(below: number): number {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return (this.#state >>> 0) % below;
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.next(items.length)];
    if (item === undefined) throw new Error("nothing to pick from");
    return item;
  }
}

type Mutation = (message: Uint8Array, random: Random, other: Uint8Array) => Uint8Array;

/** Where length words, tags and numbers turn. */
const edges = [0, 1, 2, 3, 4, 7, 8, 15, 16, 31, 32, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x10000];
const edgeWords = [...edges, 0xd800, 0xdfff, 0x10ffff, 0x110000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];
/** Bytes with a part in UTF-8: continuations, surrogates, overlong and too large beginnings. */
const textBytes = [0x00, 0x41, 0x80, 0xbf, 0xc0, 0xc2, 0xe0, 0xed, 0xa0, 0xef, 0xf0, 0xf4, 0x90, 0xf8, 0xff];

const mutations: readonly Mutation[] = [
  flipBit,
  flipBit,
  setByte,
  setWord,
  setWord,
  setText,
  truncate,
  extend,
  splice,
  swapWords,
];

/** `message` with one to four kinds of damage; parts of `other` may end up in it. */
export function mutate(message: Uint8Array, other: Uint8Array, most: number, random: Random): Uint8Array {
  let mutated: Uint8Array = message.slice();
  for (let times = 1 + random.next(4); times > 0; times--) {
    mutated = random.pick(mutations)(mutated, random, other);
  }
  return mutated.subarray(0, most);
}

function flipBit(message: Uint8Array, random: Random): Uint8Array {
  if (message.length > 0) change(message, random.next(message.length), (byte) => byte ^ (1 << random.next(8)));
  return message;
}

function setByte(message: Uint8Array, random: Random): Uint8Array {
  if (message.length > 0) change(message, random.next(message.length), () => random.next(256));
  return message;
}

function setWord(message: Uint8Array, random: Random): Uint8Array {
  if (message.length < 4) return message;
  const at = random.next(message.length >> 2) << 2;
  new DataView(message.buffer, message.byteOffset).setUint32(at, random.pick(edgeWords), true);
  return message;
}

function setText(message: Uint8Array, random: Random): Uint8Array {
  const start = random.next(message.length + 1);
  for (let at = start; at < Math.min(message.length, start + 4); at++)
    change(message, at, () => random.pick(textBytes));
  return message;
}

function truncate(message: Uint8Array, random: Random): Uint8Array {
  return message.slice(0, random.next(message.length + 1));
}

function extend(message: Uint8Array, random: Random): Uint8Array {
  const longer = new Uint8Array(message.length + 1 + random.next(24));
  longer.set(message);
  for (let at = message.length; at < longer.length; at++) longer[at] = random.next(256);
  return longer;
}

function splice(message: Uint8Array, random: Random, other: Uint8Array): Uint8Array {
  const length = random.next(Math.min(message.length, other.length) + 1);
  const from = random.next(other.length - length + 1);
  message.set(other.subarray(from, from + length), random.next(message.length - length + 1));
  return message;
}

function swapWords(message: Uint8Array, random: Random): Uint8Array {
  if (message.length < 8) return message;
  const [a, b] = [random.next(message.length >> 2) << 2, random.next(message.length >> 2) << 2];
  const words = [message.slice(a, a + 4), message.slice(b, b + 4)] as const;
  message.set(words[0], b);
  message.set(words[1], a);
  return message;
}

function change(message: Uint8Array, at: number, to: (byte: number) => number): void {
  message[at] = to(message[at] ?? 0);
}
