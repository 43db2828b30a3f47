import type { Machine, Memory } from "../../model/machine.ts";
import type { LaidBuffer, Placement } from "./placement.ts";

/**
 * The bytes from the start of its memory at which each buffer begins: from the end of a memory downwards in the order of
 * the programs, each at the start of a page, as long as pages do not waste what is needed; then one right below the other.
 */
export function layOutBuffers(placement: Placement, machine: Machine): ReadonlyMap<LaidBuffer, number> {
  const inMemory = new Map<Memory, LaidBuffer[]>();
  for (const laid of [...placement.values()].flat().flatMap(({ buffers }) => buffers)) {
    const known = inMemory.get(laid.memory);
    if (known === undefined) inMemory.set(laid.memory, [laid]);
    else known.push(laid);
  }
  const page = machine.cores.reduce((largest, { isa }) => Math.max(largest, isa.pageBytes), 1);
  const offsets = new Map<LaidBuffer, number>();
  for (const [memory, buffers] of inMemory) {
    const starts = stack(memory, buffers, page) ?? stack(memory, buffers, 1);
    buffers.forEach((laid, at) => {
      offsets.set(laid, starts?.[at] ?? 0);
    });
  }
  return offsets;
}

/** Null when they do not fit. */
function stack({ size }: Memory, buffers: readonly LaidBuffer[], align: number): readonly number[] | null {
  let end = size;
  const starts: number[] = [];
  for (const { buffer } of buffers) {
    end = Math.floor((end - buffer.size) / align) * align;
    starts.push(end);
  }
  return end < 0 ? null : starts;
}
