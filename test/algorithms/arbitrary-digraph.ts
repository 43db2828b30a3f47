import fc from "fast-check";

export interface EdgeList {
  readonly nodeCount: number;
  readonly tails: readonly number[];
  readonly heads: readonly number[];
  readonly weights: readonly number[];
}

/** Small graphs with parallel edges, loops and weights that are often equal. */
export const edgeLists: fc.Arbitrary<EdgeList> = fc.integer({ min: 1, max: 9 }).chain((nodeCount) => {
  const node = fc.integer({ min: 0, max: nodeCount - 1 });
  const edge = fc.record({ tail: node, head: node, weight: fc.integer({ min: 0, max: 5 }) });
  return fc.array(edge, { maxLength: 24 }).map((edges) => ({
    nodeCount,
    tails: edges.map(({ tail }) => tail),
    heads: edges.map(({ head }) => head),
    weights: edges.map(({ weight }) => weight),
  }));
});

/** All shortest distances, by the definition (Floyd and Warshall). */
export function naiveDistances({ nodeCount, tails, heads, weights }: EdgeList): number[][] {
  const distance = Array.from({ length: nodeCount }, (_, from) =>
    Array.from({ length: nodeCount }, (_, to) => (from === to ? 0 : Number.POSITIVE_INFINITY)),
  );
  const cell = (from: number, to: number): number => distance[from]?.[to] ?? Number.POSITIVE_INFINITY;
  const improve = (from: number, to: number, by: number): void => {
    const row = distance[from];
    if (row !== undefined && by < cell(from, to)) row[to] = by;
  };
  tails.forEach((tail, edge) => {
    improve(tail, heads[edge] ?? 0, weights[edge] ?? 0);
  });
  for (let over = 0; over < nodeCount; over++) {
    for (let from = 0; from < nodeCount; from++) {
      for (let to = 0; to < nodeCount; to++) improve(from, to, cell(from, over) + cell(over, to));
    }
  }
  return distance;
}

/** Whether some node lies on a cycle, loops included. */
export function naiveHasCycle(list: EdgeList): boolean {
  const distance = naiveDistances(list);
  return list.tails.some((tail, edge) => Number.isFinite(distance[list.heads[edge] ?? 0]?.[tail]));
}
