import { countNumbers, intersectRanges, type NumberRange, subtractRanges } from "../../algorithms/number-ranges.ts";
import type { Machine, Memory } from "../../model/machine.ts";
import type { LaidBuffer, Placement } from "./placement.ts";

/** Where each buffer begins in its memory, and memories in which they do not all find room. */
export interface BufferLayout {
  readonly offsets: ReadonlyMap<LaidBuffer, number>;
  readonly crammed: readonly { readonly memory: Memory; readonly buffers: readonly LaidBuffer[] }[];
}

/**
 * The bytes from the start of its memory at which each buffer begins: where all who use it can address it, from the end
 * downwards in the order of the programs, those first that have the least choice, each at the start of a page of whoever
 * has the largest, as long as pages do not waste what is needed; then one right below the other.
 */
export function layOutBuffers(placement: Placement, machine: Machine): BufferLayout {
  const inMemory = new Map<Memory, LaidBuffer[]>();
  for (const laid of [...placement.values()].flatMap((copies) => copies.flatMap(({ buffers }) => buffers))) {
    const known = inMemory.get(laid.memory);
    if (known === undefined) inMemory.set(laid.memory, [laid]);
    else known.push(laid);
  }
  const pages = pageSizes(machine);
  const offsets = new Map<LaidBuffer, number>();
  const crammed: { readonly memory: Memory; readonly buffers: readonly LaidBuffer[] }[] = [];
  for (const [memory, buffers] of inMemory) {
    const starts = firstThatFits(memory, buffers, pages);
    if (starts === null) crammed.push({ memory, buffers });
    for (const laid of buffers) offsets.set(laid, starts?.get(laid) ?? 0);
  }
  return { offsets, crammed };
}

/** Of cores and IOMMUs, the largest first; a single byte last. */
function pageSizes({ cores, spaces }: Machine): readonly number[] {
  const pages = [...cores.map(({ isa }) => isa.pageBytes), ...spaces.flatMap(({ iommu }) => iommu?.pageBytes ?? []), 1];
  return [...new Set(pages)].sort((a, b) => b - a);
}

function firstThatFits(
  memory: Memory,
  buffers: readonly LaidBuffer[],
  aligns: readonly number[],
): ReadonlyMap<LaidBuffer, number> | null {
  for (const align of aligns) {
    const starts = stack(memory, buffers, align);
    if (starts !== null) return starts;
  }
  return null;
}

/** Null when they do not fit. */
function stack(
  { size }: Memory,
  buffers: readonly LaidBuffer[],
  align: number,
): ReadonlyMap<LaidBuffer, number> | null {
  const starts = new Map<LaidBuffer, number>();
  let free: readonly NumberRange[] = [{ from: 0, to: size - 1 }];
  for (const laid of buffers.toSorted(byChoice)) {
    const start = lastStart(intersectRanges(free, laid.bytes), laid.buffer.size, align);
    if (start === null) return null;
    starts.set(laid, start);
    free = subtractRanges(free, [{ from: start, to: start + laid.buffer.size - 1 }]);
  }
  return starts;
}

function byChoice(left: LaidBuffer, right: LaidBuffer): number {
  return countNumbers(left.bytes) - countNumbers(right.bytes);
}

function lastStart(ranges: readonly NumberRange[], size: number, align: number): number | null {
  for (const { from, to } of ranges.toReversed()) {
    const start = Math.floor((to + 1 - size) / align) * align;
    if (start >= from) return start;
  }
  return null;
}
