import { invariant } from "../diagnostics/invariant.ts";
import type { Memory } from "./machine.ts";

/**
 * Memories that addresses alternate between: the first granule lies in the first memory, the next in the second, and
 * behind that in the last the first memory goes on. Of memories of different sizes the rest of the larger is left out.
 */
export interface Interleave {
  /** At least two, each once. */
  readonly memories: readonly Memory[];
  /** bytes, at least 1 */
  readonly granule: bigint;
}

/** Bytes of all memories together, as far as they are used. */
export function sizeOfInterleave({ memories, granule }: Interleave): bigint {
  const smallest = BigInt(Math.min(...memories.map(({ size }) => size)));
  return BigInt(memories.length) * (smallest / granule) * granule;
}

export interface ByteOfMemory {
  readonly memory: Memory;
  readonly offset: bigint;
}

/** Which byte of which memory an offset leads to. */
export function byteAt({ memories, granule }: Interleave, offset: bigint): ByteOfMemory {
  const row = granule * BigInt(memories.length);
  const memory = memories[Number((offset % row) / granule)];
  invariant(memory !== undefined, "an interleave has as many memories as granules in a row");
  return { memory, offset: (offset / row) * granule + (offset % granule) };
}

/** The offset that leads to a byte of the memory at `place`. */
export function offsetOf({ memories, granule }: Interleave, place: number, byte: bigint): bigint {
  const row = granule * BigInt(memories.length);
  return (byte / granule) * row + BigInt(place) * granule + (byte % granule);
}

/** How many bytes of the memory at `place` the offsets below a bound lead to: those are its first ones. */
export function bytesBelow({ memories, granule }: Interleave, place: number, bound: bigint): bigint {
  const row = granule * BigInt(memories.length);
  const rest = (bound % row) - BigInt(place) * granule;
  const last = rest < 0n ? 0n : rest > granule ? granule : rest;
  return (bound / row) * granule + last;
}
