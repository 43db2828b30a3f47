/**
 * The candidate a misspelt name most likely meant, or null when none is near: at most a third of the letters (but
 * always one) may be mistaken, though not all, a swap of neighbours counting as one mistake (optimal string alignment
 * distance). Case is forgiven first. Of several equally near names the first in code-unit order wins.
 */
export function closestName(name: string, candidates: Iterable<string>): string | null {
  const [lowerCase, letters] = [name.toLowerCase(), lettersOf(name)];
  let best: string | null = null;
  let most = Math.max(1, Math.floor(name.length / 3));
  for (const candidate of candidates) {
    if (candidate === name || Math.abs(candidate.length - name.length) > most) continue;
    const isSame = candidate.length === name.length && candidate.toLowerCase() === lowerCase;
    // A mistake takes one letter away and brings one in at the most.
    if (!isSame && countBits(letters ^ lettersOf(candidate)) > 2 * most) continue;
    const distance = isSame ? 0 : alignmentDistance(name, candidate, most);
    if (distance > most || distance === Math.max(name.length, candidate.length)) continue;
    if (distance === most && best !== null && best < candidate) continue;
    [best, most] = [candidate, distance];
  }
  return best;
}

/** A bit for each letter that occurs, several letters to a bit. */
function lettersOf(name: string): number {
  let letters = 0;
  for (let at = 0; at < name.length; at++) letters |= 1 << (name.charCodeAt(at) & 31);
  return letters;
}

function countBits(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/**
 * Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours, each at cost 1. Beyond `most`
 * any number beyond it may come out.
 */
export function alignmentDistance(a: string, b: string, most: number = Number.POSITIVE_INFINITY): number {
  let twoBack: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  let least = 0;
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    let leastHere = row;
    for (let column = 1; column <= b.length; column++) {
      const cost = cheapestStep(a, b, row, column, { twoBack, previous, current });
      current.push(cost);
      if (cost < leastHere) leastHere = cost;
    }
    // Every way to the end goes through this row or, by a swap, past it from the one before.
    if (leastHere > most && least > most) return leastHere;
    least = leastHere;
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
