import {
  slotPayload,
  slotPayloadAt,
  wordCores,
  wordCorrelation,
  wordEndpoints,
  wordShape,
  wordTotal,
} from "../channel/slot.ts";
import type { Store } from "../codec/store.ts";

/** Kinds that most frames are of: where they are handled, a number costs less than a look at {@link frameKind}. */
export const requestFrame = 10;
export const messageFrame = 11;
export const replyFrame = 20;

/** What a frame is for; the header's `kind`. */
export const frameKind = {
  /** Between neighbours, once over every ring. */
  hello: 1,
  // Between kernels, to endpoint 0.
  register: 2,
  lookup: 3,
  found: 4,
  bind: 5,
  bound: 6,
  lease: 7,
  vouch: 8,
  vouched: 9,
  revoke: 30,
  /** A server's end of a binding sends nothing more. */
  unbound: 31,
  /** A client's end sends nothing more. */
  unbind: 32,
  /** What monitors tell their neighbours. */
  gossip: 35,
  // Between kernels, to the endpoints of replicated objects.
  /** From replica to replica. */
  agree: 36,
  /** From a kernel without a replica to one that has one, and back. */
  ask: 37,
  answer: 38,
  // From a client's binding to the server's.
  request: requestFrame,
  message: messageFrame,
  open: 12,
  subscribe: 13,
  cancel: 14,
  demand: 15,
  /** One of the items that a call or stream sends up. */
  upload: 16,
  /** There are no more of them. */
  uploaded: 17,
  // From a server's binding to the client's.
  reply: replyFrame,
  failure: 21,
  fault: 22,
  item: 23,
  end: 24,
  event: 25,
  credit: 26,
  /** How many more items may be sent up. */
  want: 27,
  /** No more of them are wanted. */
  stop: 28,
  /** The operation may not be used on this binding; why is a `refusal`. */
  refused: 29,
  // Between kernels on bare metal, to endpoint 0.
  /** What the boot core is to print, and what has ended. */
  report: 50,
  /** From the boot core: the system ends. */
  halt: 51,
  /** The kernel takes no step any more, and says so to nobody. */
  kill: 52,
  /** The kernel's programs end, and its neighbours are told not to wait for it. */
  leave: 53,
  /** The kernel of a neighbour will start anew. */
  expect: 54,
  /** The way to a neighbour is cut, or whole again. */
  cut: 55,
  /** How much it has done is to be reported. */
  measure: 56,
} as const;

/** Flag of the first, or only, fragment of a message. */
export const firstFragment = 1;
/** Flag of a frame whose message lies in a block; its payload is a u32, the block's position. */
export const inBlock = 2;

/** Flags from this bit on say in which view a frame was sent, as far as its epoch's remainder does. */
const tagBit = 2;
const tags = 64;
const tagShift = 16 + tagBit;

/** Of an epoch, as it stands in a frame's flags. */
export function tagOf(epoch: number): number {
  return ((epoch - 1) & (tags - 1)) << tagBit;
}

/** How many epochs before `epoch` a frame was sent, by the word of its shape; below 0 for one that was sent later. */
export function ageOf(shape: number, epoch: number): number {
  const age = (epoch - 1 - (shape >>> tagShift)) & (tags - 1);
  return age < tags / 2 ? age : age - tags;
}

/** Most bytes of the text of a fault, and of a message between kernels. */
export const longestText = 1024;

/** A message in the making: the header and payload of one frame, or of a whole message once its fragments are joined. */
export class Frame {
  destination = 0;
  source = 0;
  endpoint = 0;
  sourceEndpoint = 0;
  kind = 0;
  opcode = 0;
  flags = 0;
  correlation = 0;
  total = 0;
  /** Of a hello: index of the inbound ring it came over. */
  inbound = 0;
  store: Store;
  words: Int32Array;
  /** Of the payload. */
  at = 0;
  bytes = 0;

  constructor(store: Store, words: Int32Array) {
    this.store = store;
    this.words = words;
  }

  /** Whether a whole message lies in it, and not in fragments or a block. */
  get isWhole(): boolean {
    return (
      (this.flags & (firstFragment | inBlock)) === firstFragment &&
      this.total === this.bytes &&
      this.bytes <= slotPayload
    );
  }

  /** Reads the slot at byte `slot`. Nothing is believed yet. */
  load(store: Store, words: Int32Array, slot: number): void {
    const first = slot >> 2;
    const cores = words[first + wordCores] as number;
    const endpoints = words[first + wordEndpoints] as number;
    const shape = words[first + wordShape] as number;
    this.destination = cores & 0xffff;
    this.source = cores >>> 16;
    this.endpoint = endpoints & 0xffff;
    this.sourceEndpoint = endpoints >>> 16;
    this.kind = shape & 0xff;
    this.opcode = (shape >>> 8) & 0xff;
    this.flags = (shape >>> 16) & 0xff;
    this.correlation = words[first + wordCorrelation] as number;
    this.total = words[first + wordTotal] as number;
    this.store = store;
    this.words = words;
    this.at = slot + slotPayloadAt;
    this.bytes = shape >>> 24;
  }
}

/** Two 16-bit halves of a header word. */
export function joinHalves(low: number, high: number): number {
  return low | (high << 16);
}

export function copyWords(from: Int32Array, fromAt: number, to: Int32Array, toAt: number, words: number): void {
  for (let i = 0; i < words; i++) to[toAt + i] = from[fromAt + i] as number;
}
