/** 4 KiB into a slot of a ring in shared memory that WebAssembly knows. */
import { Store } from "skerry/runtime";
import { storeBytes } from "../../src/runtime/codec/bytes.ts";
import { makeMove } from "../../src/runtime/codec/move.ts";
import type { Step } from "./race.ts";
import { bulks, slotBytes, slots } from "./values.ts";

interface Memory {
  readonly buffer: SharedArrayBuffer;
}
declare const WebAssembly: {
  readonly Memory: new (pages: { initial: number; maximum: number; shared: true }) => Memory;
};

const length = 4096;
const regionAt = slots * slotBytes;
const pages = Math.ceil((2 * regionAt) / 65_536);
const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
const store = new Store(memory);
const move = makeMove(memory);
/** Where a lease on shared memory would lie: bytes behind the ring, in the same memory. */
const regions = bulks.map((_, index) => new Uint8Array(memory.buffer, regionAt + index * slotBytes, length));
const plain = bulks.map(({ data }) => data);

export const copies: Readonly<Record<string, Step>> = {
  "memory.copy": (index) => move(index * slotBytes + 24, regionAt + index * slotBytes, length),
  "from a region": (index) =>
    storeBytes(store, index * slotBytes, index * slotBytes + 24, length, bytesOf(regions, index), ""),
  "from a Uint8Array": (index) =>
    storeBytes(store, index * slotBytes, index * slotBytes + 24, length, bytesOf(plain, index), ""),
  set: (index) => store.bytes.set(bytesOf(plain, index), index * slotBytes + 24),
};

function bytesOf(values: readonly Uint8Array[], index: number): Uint8Array {
  return values[index] as Uint8Array;
}
