/** Both ends belong to the interval. */
export interface Interval {
  readonly from: bigint;
  readonly to: bigint;
}

/**
 * Which of many disjoint intervals a whole number lies in. Numbers are compared as doubles first: rounding keeps their
 * order, so only those that round alike are compared once more exactly. That spares the binary search all but a few
 * operations on big integers.
 */
export class IntervalMap<Item extends Interval> {
  /** Ascending. */
  readonly intervals: readonly Item[];
  private readonly starts: Float64Array;

  /** The intervals in any order; where two overlap, of a number in both the one that starts later is found. */
  constructor(intervals: readonly Item[]) {
    this.intervals = intervals.toSorted(compareStarts);
    this.starts = Float64Array.from(this.intervals, ({ from }) => Number(from));
  }

  /** The interval that holds a number. */
  find(number: bigint): Item | null {
    const item = this.intervals[this.lastStartingBy(number)];
    return item !== undefined && item.to >= number ? item : null;
  }

  /** The last interval that starts at a number or before it, and the first one that starts behind it. */
  around(number: bigint): { readonly below: Item | null; readonly above: Item | null } {
    const at = this.lastStartingBy(number);
    return { below: this.intervals[at] ?? null, above: this.intervals[at + 1] ?? null };
  }

  /** The intervals that share a number with the given one, ascending. */
  within({ from, to }: Interval): readonly Item[] {
    const first = this.intervals[this.lastStartingBy(from)];
    const start = first === undefined ? 0 : this.lastStartingBy(from) + (first.to >= from ? 0 : 1);
    return this.intervals.slice(start, this.lastStartingBy(to) + 1);
  }

  /** The place of the last interval that starts at the number or before it; -1 when there is none. */
  private lastStartingBy(number: bigint): number {
    const { starts, intervals } = this;
    const rounded = Number(number);
    let low = 0;
    for (let high = starts.length; low < high; ) {
      const middle = (low + high) >>> 1;
      if ((starts[middle] ?? 0) <= rounded) low = middle + 1;
      else high = middle;
    }
    let at = low - 1;
    while (at >= 0 && starts[at] === rounded && (intervals[at]?.from ?? 0n) > number) at--;
    return at;
  }
}

function compareStarts(left: Interval, right: Interval): number {
  if (left.from !== right.from) return left.from < right.from ? -1 : 1;
  return 0;
}
