import { bytesBelow, offsetOf } from "../../model/interleave.ts";
import type { Accepting } from "./resolve-address.ts";
import type { FlatRange } from "./unfold.ts";

/** Bytes of one memory or bank of registers that a range leads to, all between two offsets. */
export interface Answer {
  readonly target: Accepting;
  readonly from: bigint;
  readonly to: bigint;
  /** The address of the range that leads to an offset. */
  readonly addressOf: (offset: bigint) => bigint;
  /** Neighbouring offsets, from a multiple on, whose addresses are neighbours too; null: all are. */
  readonly granule: bigint | null;
}

/** One, but for memories that addresses alternate between: of each that the range leads to. */
export function answersOf(range: FlatRange): readonly Answer[] {
  const { target, at, from } = range;
  const end = at + (range.to - from);
  if (target.kind !== "interleave") {
    return [{ target, from: at, to: end, addressOf: (offset) => from + (offset - at), granule: null }];
  }
  const { interleave } = target;
  return interleave.memories.flatMap((memory, place) => {
    const [first, bound] = [bytesBelow(interleave, place, at), bytesBelow(interleave, place, end + 1n)];
    const addressOf = (offset: bigint) => from + (offsetOf(interleave, place, offset) - at);
    const { granule } = interleave;
    if (bound <= first) return [];
    return [{ target: { kind: "memory", memory }, from: first, to: bound - 1n, addressOf, granule }];
  });
}
