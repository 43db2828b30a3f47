/**
 * A directed graph in compressed sparse rows: the edges that leave node `n` stand in the slots `firstSlot[n]` to
 * `firstSlot[n + 1] - 1`, in the order they were given. Parallel edges and loops are allowed.
 */
export interface Digraph {
  readonly nodeCount: number;
  readonly edgeCount: number;
  readonly firstSlot: Uint32Array;
  /** By slot: where the edge leads. */
  readonly head: Uint32Array;
  /** By slot: the edge's place in the arrays the graph was built from. */
  readonly edge: Uint32Array;
}

/** Builds the graph with an edge from `tails[i]` to `heads[i]` for each i; nodes are 0 to `nodeCount - 1`. */
export function buildDigraph(nodeCount: number, tails: ArrayLike<number>, heads: ArrayLike<number>): Digraph {
  const edgeCount = tails.length;
  const firstSlot = new Uint32Array(nodeCount + 1);
  for (let edge = 0; edge < edgeCount; edge++) increment(firstSlot, at(tails, edge) + 1);
  for (let node = 0; node < nodeCount; node++) firstSlot[node + 1] = at(firstSlot, node) + at(firstSlot, node + 1);

  const free = firstSlot.slice();
  const head = new Uint32Array(edgeCount);
  const original = new Uint32Array(edgeCount);
  for (let edge = 0; edge < edgeCount; edge++) {
    const slot = increment(free, at(tails, edge));
    head[slot] = at(heads, edge);
    original[slot] = edge;
  }
  return { nodeCount, edgeCount, firstSlot, head, edge: original };
}

/** An element that is known to be there. */
export function at(array: ArrayLike<number>, index: number): number {
  const value = array[index];
  if (value === undefined) throw new RangeError(`Index ${index} is not within 0 to ${array.length - 1}.`);
  return value;
}

function increment(array: Uint32Array, index: number): number {
  const before = at(array, index);
  array[index] = before + 1;
  return before;
}
