/** Sets of whole numbers as lists of ranges: ascending, apart from each other, both ends of each within the set. */

export interface NumberRange {
  readonly from: number;
  readonly to: number;
}

/** The set of all numbers in any of the ranges, which may overlap and come in any order. */
export function mergeRanges(ranges: readonly NumberRange[]): readonly NumberRange[] {
  const merged: NumberRange[] = [];
  for (const { from, to } of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last === undefined || from > last.to + 1) merged.push({ from, to });
    else merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, to) };
  }
  return merged;
}

export function countNumbers(set: readonly NumberRange[]): number {
  return set.reduce((sum, { from, to }) => sum + to - from + 1, 0);
}

export function intersectRanges(a: readonly NumberRange[], b: readonly NumberRange[]): readonly NumberRange[] {
  const common: NumberRange[] = [];
  for (let [i, j] = [0, 0]; ; ) {
    const [left, right] = [a[i], b[j]];
    if (left === undefined || right === undefined) return common;
    const [from, to] = [Math.max(left.from, right.from), Math.min(left.to, right.to)];
    if (from <= to) common.push({ from, to });
    if (left.to < right.to) i++;
    else j++;
  }
}

/** What of `set` is not in `removed`. */
export function subtractRanges(set: readonly NumberRange[], removed: readonly NumberRange[]): readonly NumberRange[] {
  const kept: NumberRange[] = [];
  for (const { from, to } of set) {
    let start = from;
    for (const hole of intersectRanges([{ from, to }], removed)) {
      if (hole.from > start) kept.push({ from: start, to: hole.from - 1 });
      start = hole.to + 1;
    }
    if (start <= to) kept.push({ from: start, to });
  }
  return kept;
}

/**
 * Where the numbers `chosen` of `from` come to when `from` is laid upon `onto` in ascending order, the lowest on the
 * lowest. What lies beyond the end of `onto` comes to nothing.
 */
export function carryRanges(
  chosen: readonly NumberRange[],
  from: readonly NumberRange[],
  onto: readonly NumberRange[],
): readonly NumberRange[] {
  const carried = ranksOf(chosen, from).flatMap((ranks) => numbersWith(ranks, onto));
  return mergeRanges(carried);
}

/** How many numbers of `set` come before those of `chosen`. */
function ranksOf(chosen: readonly NumberRange[], set: readonly NumberRange[]): readonly NumberRange[] {
  let before = 0;
  return set.flatMap((range) => {
    const offset = before - range.from;
    before += range.to - range.from + 1;
    return intersectRanges(chosen, [range]).map(({ from, to }) => ({ from: from + offset, to: to + offset }));
  });
}

/** The numbers of `set` with these ranks. */
function numbersWith(ranks: NumberRange, set: readonly NumberRange[]): readonly NumberRange[] {
  let before = 0;
  return set.flatMap((range) => {
    const offset = range.from - before;
    before += range.to - range.from + 1;
    return intersectRanges([{ from: ranks.from + offset, to: ranks.to + offset }], [range]);
  });
}

/** `5`, `32..63`, `5, 7..9` */
export function printRanges(set: readonly NumberRange[]): string {
  return set.map(({ from, to }) => (from === to ? String(from) : `${from}..${to}`)).join(", ");
}
