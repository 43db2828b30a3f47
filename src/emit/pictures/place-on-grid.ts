/** Places boxes that are joined by links on a grid, so that joined ones are neighbours. */

/** Two boxes by number. */
export type Pair = readonly [number, number];

export interface Cell {
  readonly row: number;
  readonly column: number;
}

const restarts = 24;

/**
 * A cell for each of `count` boxes on a grid of so many columns. Local search by swapping the contents of two cells, from
 * the given order and from shuffled ones; the shuffles are always the same, hence so is the result.
 */
export function placeOnGrid(count: number, pairs: readonly Pair[], columns: number): readonly Cell[] {
  const cells = Math.ceil(count / columns) * columns;
  const neighbours = neighboursOf(count, pairs);
  let best = improve(identity(cells), neighbours, columns);
  if (pairs.length > 0)
    for (let seed = 1; seed <= restarts && count <= 16; seed++) {
      const candidate = improve(shuffled(cells, seed), neighbours, columns);
      if (totalCost(candidate, neighbours, columns) < totalCost(best, neighbours, columns)) best = candidate;
    }
  return mirror(
    best.slice(0, count).map((cell) => cellOf(cell, columns)),
    { row: cells / columns - 1, column: columns - 1 },
  );
}

/** The first box stands in the upper left quarter, where readers begin. */
function mirror(cells: readonly Cell[], last: Cell): readonly Cell[] {
  const [first = { row: 0, column: 0 }] = cells;
  const turn = (place: number, start: number, end: number): number => (2 * start > end ? end - place : place);
  return cells.map(({ row, column }) => ({
    row: turn(row, first.row, last.row),
    column: turn(column, first.column, last.column),
  }));
}

/** What it costs to join two cells: little for neighbours, more for a diagonal, much for everything else. */
function joinCost(one: Cell, other: Cell): number {
  const rows = Math.abs(one.row - other.row);
  const columns = Math.abs(one.column - other.column);
  if (rows + columns <= 1) return 1;
  return rows === 1 && columns === 1 ? 2 : 3 * Math.hypot(rows, columns);
}

/** The cost of all links of a placement: to compare grids of different shape. */
export function placementCost(cells: readonly Cell[], pairs: readonly Pair[]): number {
  return pairs.reduce((cost, [a, b]) => {
    const [one, other] = [cells[a], cells[b]];
    return one === undefined || other === undefined ? cost : cost + joinCost(one, other);
  }, 0);
}

/** `places[box]` is its cell; numbers from the count of boxes on are empty cells. */
function improve(
  start: readonly number[],
  neighbours: readonly (readonly number[])[],
  columns: number,
): readonly number[] {
  const places = [...start];
  const costOf = (box: number): number => boxCost(box, places, neighbours, columns);
  for (let changed = true; changed; ) {
    changed = false;
    for (let a = 0; a < places.length; a++)
      for (let b = a + 1; b < places.length; b++) {
        const before = costOf(a) + costOf(b);
        swap(places, a, b);
        if (costOf(a) + costOf(b) < before) changed = true;
        else swap(places, a, b);
      }
  }
  return places;
}

function boxCost(
  box: number,
  places: readonly number[],
  neighbours: readonly (readonly number[])[],
  columns: number,
): number {
  const own = cellOf(places[box] ?? 0, columns);
  return (neighbours[box] ?? []).reduce((cost, other) => cost + joinCost(own, cellOf(places[other] ?? 0, columns)), 0);
}

function totalCost(places: readonly number[], neighbours: readonly (readonly number[])[], columns: number): number {
  return neighbours.reduce((cost, _, box) => cost + boxCost(box, places, neighbours, columns), 0);
}

function neighboursOf(count: number, pairs: readonly Pair[]): readonly (readonly number[])[] {
  const neighbours = Array.from({ length: count }, (): number[] => []);
  for (const [a, b] of pairs) {
    neighbours[a]?.push(b);
    neighbours[b]?.push(a);
  }
  return neighbours;
}

function cellOf(cell: number, columns: number): Cell {
  return { row: Math.floor(cell / columns), column: cell % columns };
}

function identity(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

/** Fisher and Yates, with the multiplicative generator of Park and Miller (CACM 1988). */
function shuffled(count: number, seed: number): readonly number[] {
  const places = identity(count);
  let state = seed * 7919;
  for (let last = count - 1; last > 0; last--) {
    state = (state * 48271) % 2147483647;
    swap(places, last, state % (last + 1));
  }
  return places;
}

function swap(places: number[], a: number, b: number): void {
  const kept = places[a] ?? 0;
  places[a] = places[b] ?? 0;
  places[b] = kept;
}
