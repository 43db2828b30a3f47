/**
 * The candidate a misspelt name most likely meant, or null when none is near: at most a third of the letters (but
 * always one) may be mistaken, a swap of neighbours counting as one mistake (optimal string alignment distance). Case
 * is forgiven first. Of several equally near names the first in code-unit order wins.
 */
export function closestName(name: string, candidates: Iterable<string>): string | null {
  let best: string | null = null;
  let bestDistance = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of [...new Set(candidates)].sort()) {
    if (candidate === name || Math.abs(candidate.length - name.length) >= bestDistance) continue;
    const distance = mistakesBetween(name, candidate);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

function mistakesBetween(name: string, candidate: string): number {
  if (name.toLowerCase() === candidate.toLowerCase()) return 0;
  return alignmentDistance(name, candidate);
}

/** Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours, each at cost 1. */
export function alignmentDistance(a: string, b: string): number {
  let twoBack: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      current.push(cheapestStep(a, b, row, column, { twoBack, previous, current }));
    }
    [twoBack, previous] = [previous, current];
  }
  return previous[b.length] ?? 0;
}

interface Rows {
  readonly twoBack: readonly number[];
  readonly previous: readonly number[];
  readonly current: readonly number[];
}

function cheapestStep(a: string, b: string, row: number, column: number, rows: Rows): number {
  const at = (cells: readonly number[], index: number) => cells[index] ?? Number.POSITIVE_INFINITY;
  const substitution = at(rows.previous, column - 1) + (a[row - 1] === b[column - 1] ? 0 : 1);
  const cheapest = Math.min(substitution, at(rows.previous, column) + 1, at(rows.current, column - 1) + 1);
  const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
  return swapped ? Math.min(cheapest, at(rows.twoBack, column - 2) + 1) : cheapest;
}
