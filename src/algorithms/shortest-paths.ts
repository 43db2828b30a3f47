import FlatQueue from "flatqueue";
import { at, type Digraph } from "./digraph.ts";

export interface ShortestPaths {
  /** By node; `Infinity` where no path leads. */
  readonly distance: Float64Array;
  /** By node: the last edge of a shortest path to it; -1 for sources and for nodes no path leads to. */
  readonly lastEdge: Int32Array;
}

/** As {@link ShortestPaths}, with the nodes that a path leads to, nearest first. */
export interface ReachedPaths extends ShortestPaths {
  readonly reached: readonly number[];
}

/**
 * Shortest paths from the nearest of `sources` to every node (Dijkstra, "A note on two problems in connexion with
 * graphs", 1959). `weights` stand by edge and are not negative. Where paths are equally short the one whose last edge
 * has the lowest number is taken, so that equal input gives equal trees.
 */
export function computeShortestPaths(
  graph: Digraph,
  weights: ArrayLike<number>,
  sources: readonly number[],
): ShortestPaths {
  return shortestPathsIn(graph, weights)(sources);
}

/**
 * As {@link computeShortestPaths} for one search after another in the same graph, each of which takes only the time of
 * what it reaches. What is returned is overwritten by the next call.
 */
export function shortestPathsIn(
  graph: Digraph,
  weights: ArrayLike<number>,
): (sources: readonly number[]) => ReachedPaths {
  const distance = new Float64Array(graph.nodeCount).fill(Number.POSITIVE_INFINITY);
  const lastEdge = new Int32Array(graph.nodeCount).fill(-1);
  const settled = new Uint8Array(graph.nodeCount);
  let reached: readonly number[] = [];
  return (sources) => {
    for (const node of reached) {
      distance[node] = Number.POSITIVE_INFINITY;
      lastEdge[node] = -1;
      settled[node] = 0;
    }
    reached = search(graph, weights, sources, { distance, lastEdge, settled });
    return { distance, lastEdge, reached };
  };
}

interface Search extends ShortestPaths {
  readonly settled: Uint8Array;
}

function search(
  graph: Digraph,
  weights: ArrayLike<number>,
  sources: readonly number[],
  { distance, lastEdge, settled }: Search,
): readonly number[] {
  const queue = new FlatQueue<number>();
  for (const source of sources) {
    distance[source] = 0;
    queue.push(source, 0);
  }
  const reached: number[] = [];
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    if (settled[node] === 1) continue;
    settled[node] = 1;
    reached.push(node);
    const end = at(graph.firstSlot, node + 1);
    for (let slot = at(graph.firstSlot, node); slot < end; slot++) {
      const head = at(graph.head, slot);
      if (settled[head] === 1) continue;
      const edge = at(graph.edge, slot);
      const candidate = at(distance, node) + at(weights, edge);
      const known = at(distance, head);
      if (candidate < known) {
        distance[head] = candidate;
        lastEdge[head] = edge;
        queue.push(head, candidate);
      } else if (candidate === known && at(lastEdge, head) > edge) {
        lastEdge[head] = edge;
      }
    }
  }
  return reached;
}
