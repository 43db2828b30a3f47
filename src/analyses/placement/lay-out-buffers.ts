import { countNumbers, intersectRanges, type NumberRange, subtractRanges } from "../../algorithms/number-ranges.ts";
import type { Machine, Memory } from "../../model/machine.ts";
import { windowsOf } from "./buffer-windows.ts";
import type { LaidBuffer, Placement } from "./placement.ts";

interface Wanted {
  readonly laid: LaidBuffer;
  /** Where it may lie. */
  readonly windows: readonly NumberRange[];
}

/**
 * The bytes from the start of its memory at which each buffer begins: where all who use it can address it, from the end
 * downwards in the order of the programs, those first that have the least choice, each at the start of a page, as long as
 * pages do not waste what is needed; then one right below the other.
 */
export function layOutBuffers(placement: Placement, machine: Machine): ReadonlyMap<LaidBuffer, number> {
  const inMemory = new Map<Memory, Wanted[]>();
  for (const placed of [...placement.values()].flat()) {
    for (const laid of placed.buffers) {
      const wanted = { laid, windows: windowsOf(laid, placed, placement, machine) };
      const known = inMemory.get(laid.memory);
      if (known === undefined) inMemory.set(laid.memory, [wanted]);
      else known.push(wanted);
    }
  }
  const page = machine.cores.reduce((largest, { isa }) => Math.max(largest, isa.pageBytes), 1);
  const offsets = new Map<LaidBuffer, number>();
  for (const [memory, wanted] of inMemory) {
    const anywhere = wanted.map(({ laid }) => ({ laid, windows: [{ from: 0, to: memory.size - 1 }] }));
    const starts = stack(memory, wanted, page) ?? stack(memory, wanted, 1) ?? stack(memory, anywhere, 1);
    for (const { laid } of wanted) offsets.set(laid, starts?.get(laid) ?? 0);
  }
  return offsets;
}

/** Null when they do not fit. */
function stack({ size }: Memory, wanted: readonly Wanted[], align: number): ReadonlyMap<LaidBuffer, number> | null {
  const starts = new Map<LaidBuffer, number>();
  let free: readonly NumberRange[] = [{ from: 0, to: size - 1 }];
  for (const { laid, windows } of wanted.toSorted(byChoice)) {
    const start = lastStart(intersectRanges(free, windows), laid.buffer.size, align);
    if (start === null) return null;
    starts.set(laid, start);
    free = subtractRanges(free, [{ from: start, to: start + laid.buffer.size - 1 }]);
  }
  return starts;
}

function byChoice(left: Wanted, right: Wanted): number {
  return countNumbers(left.windows) - countNumbers(right.windows);
}

function lastStart(ranges: readonly NumberRange[], size: number, align: number): number | null {
  for (const { from, to } of ranges.toReversed()) {
    const start = Math.floor((to + 1 - size) / align) * align;
    if (start >= from) return start;
  }
  return null;
}
